package dev.plumbline.packed;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of text, integers, booleans, enums, options, lists, maps and records. The bytes
 * say nothing of the types: {@link PackedReader} takes them from the same classes, so that both are
 * of one build.
 */
public final class PackedWriter {

  static final int ABSENT = 0;
  static final int PRESENT = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** How many bytes there are so far. */
  public int position() {
    return out.size();
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException for a component of a type that it does not know
   */
  public PackedWriter write(Record made) {
    writeNullable(made, made.getClass());
    return this;
  }

  /** Writes records, with their number. */
  public PackedWriter writeList(List<? extends Record> list) {
    writeInt(list.size());
    list.forEach(this::write);
    return this;
  }

  /** Bytes, with their length. */
  public PackedWriter writeBytes(byte[] bytes) {
    writeInt(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** What another has written, without its length. */
  public PackedWriter append(PackedWriter other) {
    out.writeBytes(other.bytes());
    return this;
  }

  private void writeNullable(@Nullable Object value, Type type) {
    if (type == int.class) {
      writeInt(((Number) Objects.requireNonNull(value)).intValue());
    } else if (value == null || value.equals(Optional.empty())) {
      out.write(ABSENT);
    } else {
      out.write(PRESENT);
      writePresent(value instanceof Optional<?> some ? some.orElseThrow() : value, type);
    }
  }

  // Both ends are of one build, so that an enum's order is the same.
  @SuppressWarnings("EnumOrdinal")
  private void writePresent(Object value, Type type) {
    if (value instanceof String text) {
      writeBytes(text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Integer number) {
      writeInt(number);
    } else if (value instanceof Boolean flag) {
      out.write(flag ? 1 : 0);
    } else if (value instanceof Enum<?> constant) {
      out.write(constant.ordinal());
    } else if (value instanceof List<?> list) {
      writeInt(list.size());
      list.forEach(element -> writeNullable(element, argument(type, 0)));
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, type);
    } else if (value instanceof Record made) {
      writeRecord(made, type);
    } else {
      throw new IllegalArgumentException(type + " can't be packed");
    }
  }

  private void writeMap(Map<?, ?> map, Type type) {
    // What Map.copyOf made has another order in each JVM, and two builds must make the same bytes.
    Map<?, ?> ordered = Map.copyOf(map) == map ? new TreeMap<>(map) : map;
    writeInt(ordered.size());
    ordered.forEach(
        (key, element) -> {
          writeNullable(key, argument(type, 0));
          writeNullable(element, argument(type, 1));
        });
  }

  private void writeRecord(Record made, Type type) {
    Type declared = type instanceof ParameterizedType option ? argument(option, 0) : type;
    if (declared != made.getClass()) {
      throw new IllegalArgumentException(type + " can't be packed");
    }
    RecordShape shape = RecordShape.of(made.getClass());
    for (int i = 0; i < shape.types().size(); i++) {
      writeNullable(shape.value(made, i), shape.types().get(i));
    }
  }

  /** A type argument; of an option, of what it holds. */
  static Type argument(Type type, int index) {
    if (type instanceof ParameterizedType given) {
      return given.getActualTypeArguments()[index];
    }
    throw new IllegalArgumentException(type + " can't be packed");
  }

  /** Seven bits a byte, the low ones first. */
  private void writeInt(int number) {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
