package dev.plumbline.report.input;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of the cluster as expressions read it: its name, and what it has in common with others,
 * such as the pods of one template, which is in memory once.
 */
public final class NamedObject extends AbstractMap<String, Object> {

  public static final String NAME = "name";

  private final String name;
  private final Map<String, Object> common;

  /**
   * Takes both.
   *
   * @param common everything but the name; never changed
   */
  public NamedObject(String name, Map<String, Object> common) {
    this.name = name;
    this.common = common;
  }

  public Map<String, Object> common() {
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
