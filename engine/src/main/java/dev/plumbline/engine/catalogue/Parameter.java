package dev.plumbline.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A value that a benchmark may tailor; expressions see it as {@code params.NAME}.
 *
 * @param name e.g. {@code days}
 * @param type what it is
 * @param defaultValue as text; the items of a list are separated by commas
 * @param description what it means, with its unit
 */
public record Parameter(
    String name, Type type, @JsonProperty("default") String defaultValue, String description) {

  /** The types of a parameter. */
  public enum Type {
    integer,
    string,
    bool,
    list
  }

  /** The same with the default that the values have for its name, if they do. */
  Parameter withDefault(Map<String, String> values) {
    return new Parameter(name, type, values.getOrDefault(name, defaultValue), description);
  }

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException when it isn't of this type; says so
   */
  public Object value(String text) {
    return switch (type) {
      case string -> text;
      case list ->
          text.isBlank()
              ? List.of()
              : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      case integer -> {
        if (!text.strip().matches("[-+]?\\d{1,18}")) {
          throw new IllegalArgumentException(
              "parameter " + name + " must be an integer, not \"" + text + "\"");
        }
        yield Long.valueOf(text.strip());
      }
      case bool -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw new IllegalArgumentException(
              "parameter " + name + " must be true or false, not \"" + text + "\"");
        }
        yield Boolean.valueOf(text);
      }
    };
  }
}
