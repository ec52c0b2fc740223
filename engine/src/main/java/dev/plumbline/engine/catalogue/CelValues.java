package dev.plumbline.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What functions of expressions are handed: values without a type, of evidence that may lack any.
 */
final class CelValues {

  private CelValues() {}

  /** The mappings of a list; none of a value that is no list. */
  static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  /** The items of a list as texts; none of a value that is no list. */
  static List<String> texts(@Nullable Object list) {
    return list instanceof List<?> items
        ? items.stream().map(Objects::toString).toList()
        : List.of();
  }
}
