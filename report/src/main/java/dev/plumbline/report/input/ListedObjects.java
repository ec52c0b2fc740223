package dev.plumbline.report.input;

import dev.plumbline.engine.finding.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind as they are written: texts as they are, and of objects that follow each
 * other and are the same but for their names, such as the pods of one template, all names and the
 * rest once. Their order stays.
 */
final class ListedObjects {

  private static final String NAMES = "names";
  private static final String OBJECT = "object";

  /** More than Kubernetes is made for: of a small text, a huge list could be made. */
  static final int MAX_OBJECTS = 500_000;

  private ListedObjects() {}

  static List<Object> written(Collection<?> all) {
    List<Object> written = new ArrayList<>();
    Map<?, ?> last = Map.of();
    List<Object> names = new ArrayList<>();
    for (Object one : all) {
      if (!(one instanceof Map<?, ?> map)) {
        written.add(one);
        last = Map.of();
        continue;
      }
      boolean named = map.get(NamedObject.NAME) instanceof String;
      Map<?, ?> rest = named ? withoutName(map) : map;
      if (named && !names.isEmpty() && rest.equals(last)) {
        names.add(Objects.requireNonNull(map.get(NamedObject.NAME)));
        continue;
      }
      names = new ArrayList<>();
      if (named) {
        names.add(Objects.requireNonNull(map.get(NamedObject.NAME)));
      }
      last = rest;
      written.add(Map.of(NAMES, names, OBJECT, rest));
    }
    return written;
  }

  private static Map<?, ?> withoutName(Map<?, ?> map) {
    if (map instanceof NamedObject named) {
      return named.common();
    }
    Map<Object, Object> rest = new HashMap<>(map);
    rest.remove(NamedObject.NAME);
    return rest;
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException for anything else
   */
  static List<Object> read(String kind, @Nullable List<Object> written) {
    if (written == null) {
      throw wrong(kind);
    }
    List<Object> all = new ArrayList<>();
    for (Object one : written) {
      if (one instanceof String) {
        all.add(one);
      } else if (one instanceof Map<?, ?> map
          && map.size() == 2
          && map.get(NAMES) instanceof List<?> names
          && map.get(OBJECT) instanceof Map<?, ?> object) {
        add(kind, names, fields(kind, object), all);
      } else {
        throw wrong(kind);
      }
      if (all.size() > MAX_OBJECTS) {
        throw new IllegalArgumentException(
            "has more than " + MAX_OBJECTS + " " + Printable.argument(kind));
      }
    }
    return all;
  }

  private static void add(
      String kind, List<?> names, Map<String, Object> object, List<Object> all) {
    if (names.isEmpty()) {
      all.add(object);
    }
    for (Object name : names) {
      if (!(name instanceof String text) || object.containsKey(NamedObject.NAME)) {
        throw wrong(kind);
      }
      all.add(new NamedObject(text, object));
    }
  }

  private static Map<String, Object> fields(String kind, Map<?, ?> object) {
    Map<String, Object> fields = new HashMap<>();
    object.forEach((field, value) -> fields.put(String.valueOf(field), known(kind, value)));
    return fields;
  }

  /** What facts about objects consist of. */
  private static Object known(String kind, @Nullable Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> known(kind, item)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      return fields(kind, map);
    }
    throw wrong(kind);
  }

  private static IllegalArgumentException wrong(String kind) {
    return new IllegalArgumentException(
        "has under objects." + Printable.argument(kind) + " something that is no such object");
  }
}
