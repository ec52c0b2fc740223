package dev.plumbline.engine.finding;

/** How what a running component says and does compares with what it is configured to. */
public enum Comparison {
  Agree,
  Differ
}
