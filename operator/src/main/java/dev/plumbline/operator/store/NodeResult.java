package dev.plumbline.operator.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.plumbline.report.model.NotEvaluated;

/** What a run has of one node: where its evidence is, or why there is none. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeResult.Collected.class, name = "Collected"),
  @JsonSubTypes.Type(value = NodeResult.NotRead.class, name = "NotRead")
})
public sealed interface NodeResult {

  NodeTarget node();

  /**
   * Its evidence is stored.
   *
   * @param digest of the evidence, under which {@link EvidenceStore} has it
   * @param time when it was collected, in RFC 3339
   */
  record Collected(NodeTarget node, String digest, String time) implements NodeResult {}

  /**
   * There is no evidence.
   *
   * @param message a sentence for people
   */
  record NotRead(NodeTarget node, NotEvaluated.Reason reason, String message)
      implements NodeResult {}
}
