package dev.plumbline.operator.cluster;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod's description as expressions read it: its name, and what it has in common with other pods,
 * which is in memory once.
 */
final class NamedPod extends AbstractMap<String, Object> {

  static final String NAME = "name";

  private final String name;
  private final Map<String, Object> common;

  /**
   * Takes both.
   *
   * @param common everything but the name; never changed
   */
  NamedPod(String name, Map<String, Object> common) {
    this.name = name;
    this.common = common;
  }

  Map<String, Object> common() {
    return common;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return NAME.equals(key) ? name : common.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return NAME.equals(key) || common.containsKey(key);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, Object>> iterator() {
        return Stream.concat(
                Stream.of(Map.<String, Object>entry(NAME, name)), common.entrySet().stream())
            .iterator();
      }

      @Override
      public int size() {
        return common.size() + 1;
      }
    };
  }
}
