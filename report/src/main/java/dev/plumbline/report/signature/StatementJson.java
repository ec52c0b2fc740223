package dev.plumbline.report.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.evidence.StrictJson;
import java.util.Optional;

/** Statements as JSON. */
final class StatementJson {

  /** Those of a later version may be longer than what this one writes. */
  private static final ObjectMapper JSON =
      StrictJson.upTo(Dsse.MAX_PAYLOAD)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private StatementJson() {}

  /** Reads a payload; empty when it is no statement of ours with all that one has. */
  @SuppressWarnings("ConstantValue")
  static Optional<Statement> read(String payload) {
    try {
      Statement statement = JSON.readValue(payload, Statement.class);
      return statement != null
              && Statement.TYPE.equals(statement.type())
              && Statement.PREDICATE_TYPE.equals(statement.predicateType())
          ? Optional.of(statement)
          : Optional.empty();
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
