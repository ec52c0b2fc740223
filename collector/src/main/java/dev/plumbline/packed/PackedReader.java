package dev.plumbline.packed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PackedWriter} wrote. Not safe for many threads; {@link #at} is. */
public final class PackedReader {

  private static final Map<Class<?>, RecordShape> SHAPES = new ConcurrentHashMap<>();

  private final byte[] bytes;
  private int next;

  private PackedReader(byte[] bytes, int next) {
    this.bytes = bytes;
    this.next = next;
  }

  public static PackedReader of(byte[] bytes) {
    return new PackedReader(bytes, 0);
  }

  /** A resource beside a class; empty when there is none, as before the build has made it. */
  public static Optional<PackedReader> ofResource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(of(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** How many bytes have been read. */
  public int position() {
    return next;
  }

  /** Another reader of the same bytes. */
  public PackedReader at(int position) {
    return new PackedReader(bytes, position);
  }

  public <T> T read(Class<T> type) {
    return type.cast(present(read((Type) type)));
  }

  /** A list of records. */
  public <T> List<T> readList(Class<T> type) {
    List<T> list = new ArrayList<>();
    int size = readInt();
    for (int i = 0; i < size; i++) {
      list.add(read(type));
    }
    return list;
  }

  public byte[] readBytes() {
    int length = readInt();
    next += length;
    return Arrays.copyOfRange(bytes, next - length, next);
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("a packed value is absent");
    }
    return value;
  }

  private @Nullable Object read(Type type) {
    if (type == int.class) {
      return readInt();
    }
    boolean present = bytes[next++] == PackedWriter.PRESENT;
    if (type instanceof ParameterizedType generic) {
      return readGeneric(generic, present);
    }
    return present ? readPresent((Class<?>) type) : null;
  }

  private @Nullable Object readGeneric(ParameterizedType type, boolean present) {
    if (type.getRawType() == Optional.class) {
      return present
          ? Optional.of(present(readPresent((Class<?>) PackedWriter.argument(type, 0))))
          : Optional.empty();
    }
    if (!present) {
      return null;
    }
    int size = readInt();
    if (type.getRawType() == List.class) {
      List<@Nullable Object> list = new ArrayList<>(size);
      Type element = PackedWriter.argument(type, 0);
      for (int i = 0; i < size; i++) {
        list.add(read(element));
      }
      return list;
    }
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    Type key = PackedWriter.argument(type, 0);
    Type element = PackedWriter.argument(type, 1);
    for (int i = 0; i < size; i++) {
      map.put(read(key), read(element));
    }
    return map;
  }

  private @Nullable Object readPresent(Class<?> type) {
    if (type == String.class) {
      int length = readInt();
      next += length;
      return new String(bytes, next - length, length, StandardCharsets.UTF_8);
    }
    if (type == Integer.class) {
      return readInt();
    }
    if (type == Boolean.class || type == boolean.class) {
      return bytes[next++] == 1;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[bytes[next++]];
    }
    RecordShape shape = SHAPES.computeIfAbsent(type, RecordShape::of);
    @Nullable Object[] values = new Object[shape.types().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(shape.types().get(i));
    }
    return shape.made(values);
  }

  private int readInt() {
    int number = 0;
    int shift = 0;
    int part;
    do {
      part = bytes[next++];
      number |= (part & 0x7f) << shift;
      shift += 7;
    } while (part < 0);
    return number;
  }
}
