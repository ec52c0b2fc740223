package dev.plumbline.engine.catalogue;

/** How much harm a failing control lets happen. */
public enum Severity {
  critical,
  high,
  medium,
  low
}
