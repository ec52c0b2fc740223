package dev.plumbline.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes records of text, integers, booleans, enums, lists, maps and records as Jackson's mapper
 * writes them. The mapper first looks for annotations of every class and its members, which takes a
 * node's pod, whose JVM ends with one document, longer than all that it reads.
 */
final class RecordJson {

  /** The field that tells which record of a sealed interface a value is. */
  static final String KIND = "kind";

  private static final JsonFactory FORMAT = new JsonFactory();

  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private final JsonGenerator json;

  private RecordJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * A record on one line; the entries of its maps are sorted by their keys, so that equal records
   * are equal text.
   *
   * @throws IllegalArgumentException for a component of another type
   */
  static String write(Record made) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FORMAT.createGenerator(text)) {
      new RecordJson(json).writeRecord(made);
    } catch (IOException e) {
      throw new IllegalStateException(made.getClass().getSimpleName() + " can't be written", e);
    }
    return text.toString();
  }

  private void writeRecord(Record made) throws IOException {
    Class<?> type = made.getClass();
    json.writeStartObject();
    for (Class<?> general : type.getInterfaces()) {
      if (general.isSealed()) {
        json.writeStringField(KIND, type.getName().substring(type.getPackageName().length() + 1));
      }
    }
    for (RecordComponent component : COMPONENTS.get(type)) {
      json.writeFieldName(component.getName());
      writeValue(value(made, component));
    }
    json.writeEndObject();
  }

  private static Object value(Record made, RecordComponent component) {
    try {
      return component.getAccessor().invoke(made);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(made.getClass().getName(), e);
    }
  }

  private void writeValue(Object value) throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name());
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        writeValue(element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        json.writeFieldName((String) entry.getKey());
        writeValue(entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Record made) {
      writeRecord(made);
    } else {
      throw new IllegalArgumentException(value.getClass() + " can't be written");
    }
  }
}
