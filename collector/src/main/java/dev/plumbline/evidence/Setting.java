package dev.plumbline.evidence;

/**
 * A value in a configuration file.
 *
 * @param path the fields that lead to it, joined by dots; an item of a list is its number, from 0
 * @param value as written; empty for a list or mapping without items, and for one whose content
 *     stays on the node
 * @param kind what the decoder makes of it
 * @param place where it is written
 */
public record Setting(String path, String value, Kind kind, SourceLocation place) {

  /** The types of a value. */
  public enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL,
    LIST,
    MAPPING
  }
}
