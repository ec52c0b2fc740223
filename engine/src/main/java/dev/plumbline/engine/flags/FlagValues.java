package dev.plumbline.engine.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The values that pflag makes of texts, typed as expressions know them. */
public final class FlagValues {

  private FlagValues() {}

  /**
   * The value that pflag prints as this text: lists stand in brackets, and an address that isn't
   * there is {@code <nil>}.
   */
  public static Object printed(FlagDefinition flag, String text) {
    return typed(flag, texts(flag, text));
  }

  private static List<String> texts(FlagDefinition flag, String text) {
    if (flag.isList() || flag.isArray()) {
      String items = text.replaceAll("^\\[|\\]$", "");
      return GoCsv.firstRecord(items).orElse(List.of(items));
    }
    return List.of(text.equals("<nil>") ? "" : text);
  }

  /** What pflag makes of the last value, or of all of a list's or a map's. */
  public static Object typed(FlagDefinition flag, List<String> texts) {
    if (flag.isList() || flag.isArray()) {
      return new ArrayList<>(texts);
    }
    if (flag.isMap()) {
      return String.join(",", texts);
    }
    String text = texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    return switch (flag.type()) {
      case "bool" -> GoValue.isTrue(text);
      case "int", "int32", "int64", "uint", "uint64" ->
          GoValue.complaint("int64", text).isEmpty() ? GoValue.integer(text) : 0L;
      case "float32", "float64" -> number(text);
      case "duration" -> GoValue.duration(text);
      case "ipport" -> withPort(text, flag.defaultValue());
      default -> text;
    };
  }

  /** An address alone keeps the port of the default. */
  private static String withPort(String address, String byDefault) {
    boolean alone =
        address.matches("[0-9.]+")
            || address.contains(":") && !address.matches(".*(\\]|\\.\\d+):\\d+");
    String port = byDefault.substring(byDefault.lastIndexOf(':') + 1);
    return alone && !address.isEmpty() ? address + ":" + port : address;
  }

  private static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      return Double.parseDouble(lower.replaceFirst("inf(inity)?", "Infinity"));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
