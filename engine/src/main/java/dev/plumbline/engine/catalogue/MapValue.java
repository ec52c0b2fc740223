package dev.plumbline.engine.catalogue;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.StructValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of evidence that CEL's planner runtime takes as it is. Of any other it looks through
 * everything that is in it, several times for each access, for something to convert; that took half
 * of an evaluation. Maps within it are made such when they are read.
 */
// What facts hold does not change.
@SuppressWarnings("Immutable")
final class MapValue extends StructValue<String, Object> implements Map<String, Object> {

  private static final CelType TYPE = MapType.create(SimpleType.DYN, SimpleType.DYN);

  private final Map<String, Object> source;

  private MapValue(Map<String, Object> source) {
    this.source = source;
  }

  /** A value of evidence as the runtime takes it: maps, and those in a list, are of this class. */
  @SuppressWarnings("unchecked")
  static Object of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map instanceof MapValue ? map : new MapValue((Map<String, Object>) map);
    }
    return value instanceof List<?> list && hasContainers(list) ? listOf(list) : value;
  }

  private static boolean hasContainers(List<?> list) {
    for (Object item : list) {
      if (item instanceof Map || item instanceof List) {
        return true;
      }
    }
    return false;
  }

  private static List<Object> listOf(List<?> list) {
    List<Object> values = new ArrayList<>(list.size());
    for (Object item : list) {
      values.add(of(item));
    }
    return values;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public Object select(String field) {
    Object value = get(field);
    if (value == null) {
      throw CelAttributeNotFoundException.forMissingMapKey(field);
    }
    return value;
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.ofNullable(get(field));
  }

  @Override
  public @Nullable Object get(Object key) {
    Object value = source.get(key);
    return value == null ? null : of(value);
  }

  @Override
  public boolean containsKey(Object key) {
    return source.containsKey(key);
  }

  @Override
  public boolean containsValue(Object value) {
    return source.containsValue(value);
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public boolean isEmpty() {
    return source.isEmpty();
  }

  @Override
  public Set<String> keySet() {
    return source.keySet();
  }

  @Override
  public Collection<Object> values() {
    return source.values();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return source.entrySet();
  }

  @Override
  public Object put(String key, Object value) {
    throw new UnsupportedOperationException("evidence does not change");
  }

  @Override
  public Object remove(Object key) {
    throw new UnsupportedOperationException("evidence does not change");
  }

  @Override
  public void putAll(Map<? extends String, ?> others) {
    throw new UnsupportedOperationException("evidence does not change");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("evidence does not change");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || source.equals(other);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
