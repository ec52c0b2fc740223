package dev.plumbline.engine.component;

import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A configuration file's settings as the nested values that expressions know. */
final class Documents {

  /** Where a setting of a file is written. */
  static EvidenceRef location(ReferencedFile.Document document, Setting setting) {
    return new EvidenceRef(
        document.hostPath(),
        setting.place().line(),
        setting.place().column() + 1,
        setting.path() + ": " + setting.value());
  }

  private static final Set<String> TRUE = Set.of("y", "yes", "on", "true");

  private Documents() {}

  static Object tree(ReferencedFile.Document document) {
    Map<String, Object> root = new HashMap<>();
    for (Setting setting : document.settings()) {
      put(root, setting.path().split("\\.", -1), 0, value(setting));
    }
    return lists(root);
  }

  /** The value of one setting, typed as the decoder types it. */
  static Object value(Setting setting) {
    return switch (setting.kind()) {
      case BOOLEAN -> TRUE.contains(setting.value().toLowerCase(Locale.ROOT));
      case NUMBER -> number(setting.value());
      case LIST -> List.of();
      case MAPPING -> Map.of();
      case STRING, NULL -> setting.value();
    };
  }

  private static Object number(String text) {
    if (text.matches("[-+]?(0|[1-9]\\d{0,17})")) {
      return Long.parseLong(text);
    }
    // Octal, hexadecimal, exponents: nobody writes a limit so, and a text equals no number.
    return text;
  }

  /** Puts a value where a path leads. */
  @SuppressWarnings("unchecked")
  static void put(Map<String, Object> root, String[] path, int at, Object value) {
    if (at == path.length - 1) {
      root.put(path[at], value);
      return;
    }
    Object below = root.get(path[at]);
    Map<String, Object> map =
        below instanceof HashMap ? (Map<String, Object>) below : new HashMap<>();
    root.put(path[at], map);
    put(map, path, at + 1, value);
  }

  /** Mappings whose fields are all numbers are lists. */
  private static Object lists(Object node) {
    if (!(node instanceof Map<?, ?> map)) {
      return node;
    }
    boolean list =
        !map.isEmpty()
            && map.keySet().stream().allMatch(key -> String.valueOf(key).matches("\\d{1,6}"));
    if (list) {
      Map<Integer, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(Integer.parseInt(String.valueOf(key)), lists(value)));
      return new ArrayList<>(sorted.values());
    }
    Map<String, Object> fields = new HashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), lists(value)));
    return fields;
  }
}
