package dev.plumbline.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;
import dev.plumbline.operator.store.NodeTarget;

/** Reads evidence from a pod's log, if it is complete and of this run and node. */
final class EvidenceLog {

  private EvidenceLog() {}

  /**
   * Checks and parses.
   *
   * @param terminationMessage the receipt as the kubelet reports it
   * @param log may have other lines too, such as the JVM's own
   */
  static JobState read(String terminationMessage, String log, String run, NodeTarget node) {
    EvidenceReceipt receipt;
    try {
      receipt = EvidenceJson.readReceipt(terminationMessage);
    } catch (JsonProcessingException e) {
      return new JobState.Failed("the pod's termination message is not a receipt for its evidence");
    }
    if (!receipt.run().equals(run) || !receipt.nodeUid().equals(node.uid())) {
      return new JobState.Failed("the pod's receipt is for another run or node");
    }
    for (String line : log.split("\n", -1)) {
      if (EvidenceJson.receipt(line, run, node.uid()).equals(receipt)) {
        return parse(line);
      }
    }
    return new JobState.Failed(
        "the pod's log does not have the "
            + receipt.length()
            + " bytes of evidence that its receipt announces: it was cut or changed");
  }

  private static JobState parse(String json) {
    try {
      Evidence evidence = EvidenceJson.readEvidence(json);
      return evidence.schemaVersion() == Evidence.SCHEMA_VERSION
          ? new JobState.Collected(evidence)
          : new JobState.Failed(
              "the evidence has an unknown schema version: " + evidence.schemaVersion());
    } catch (JsonProcessingException e) {
      return new JobState.Failed("the evidence could not be parsed");
    }
  }
}
