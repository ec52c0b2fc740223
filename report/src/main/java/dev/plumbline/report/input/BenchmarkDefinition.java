package dev.plumbline.report.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceBenchmarkSpec.CustomControl;
import dev.plumbline.report.model.ComplianceBenchmarkSpec.ParameterValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A ComplianceBenchmark as it was evaluated. With the shipped controls, which have a digest of
 * their own, it decides on every control of its reports.
 */
public record BenchmarkDefinition(String name, ComplianceBenchmarkSpec spec) {

  /** More than an object of the API may have, in bytes. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  /** As the API server limits them by the CRD. */
  private static final int MAX_CONTROLS = 200;

  private static final int MAX_EXPRESSION = 4000;

  /** RFC 1123. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final ObjectMapper STRICT =
      StrictJson.upTo(MAX_BYTES).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

  /** The document: what lacks something of it is none. */
  private record Document(@Nullable String name, @Nullable ComplianceBenchmarkSpec spec) {}

  /** As a text, the same for the same definition. */
  public String json() {
    try {
      return JSON.writeValueAsString(new Document(name, spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a benchmark's definition can't be written", e);
    }
  }

  /** SHA-256 of the text, in lower-case hex. */
  public String digest() {
    return EvidenceJson.sha256(json().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException when it is none, with a phrase that continues "it"
   */
  public static BenchmarkDefinition read(String json) {
    try {
      Document document = STRICT.readValue(json, Document.class);
      ComplianceBenchmarkSpec spec = Objects.requireNonNull(document.spec());
      String name = Objects.requireNonNull(document.name());
      requireWhole(spec);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("has a name that no object can have");
      }
      return new BenchmarkDefinition(name, spec);
    } catch (JsonProcessingException | RuntimeException e) {
      // JSON may leave out, or set to null, what an object of the API always has.
      throw new IllegalArgumentException(
          "has a benchmark's definition that is no ComplianceBenchmark", e);
    }
  }

  private static void requireWhole(ComplianceBenchmarkSpec spec) {
    if (spec.ownControls().size() > MAX_CONTROLS) {
      throw new IllegalArgumentException("has more controls than a ComplianceBenchmark");
    }
    for (CustomControl control : spec.ownControls()) {
      Objects.requireNonNull(control.id());
      Objects.requireNonNull(control.name());
      Objects.requireNonNull(control.component());
      Objects.requireNonNull(control.title());
      Objects.requireNonNull(control.severity());
      for (String expression : expressions(control)) {
        if (expression.length() > MAX_EXPRESSION) {
          throw new IllegalArgumentException("has an expression that is too long");
        }
      }
    }
    for (ParameterValue value : spec.values()) {
      Objects.requireNonNull(value.control());
      Objects.requireNonNull(value.name());
      Objects.requireNonNull(value.value());
    }
  }

  private static List<String> expressions(CustomControl control) {
    return Stream.of(
            Optional.ofNullable(control.applies()),
            Optional.ofNullable(control.expression()),
            Optional.ofNullable(control.message()))
        .flatMap(Optional::stream)
        .toList();
  }
}
