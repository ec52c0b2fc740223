package dev.plumbline.operator.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;

/** Takes evidence out of a pod's log, if it is all there and nobody else's. */
final class EvidenceLog {

  private EvidenceLog() {}

  /**
   * Checks and parses.
   *
   * @param terminationMessage the receipt as the kubelet reports it
   * @param log may hold other lines too, such as the JVM's own
   */
  static Progress read(String terminationMessage, String log, String run, NodeTarget node) {
    EvidenceReceipt receipt;
    try {
      receipt = EvidenceJson.readReceipt(terminationMessage);
    } catch (JsonProcessingException e) {
      return new Progress.Broken("the pod's termination message is no receipt for its evidence");
    }
    if (!receipt.run().equals(run) || !receipt.nodeUid().equals(node.uid())) {
      return new Progress.Broken("the pod's receipt is for another run or node");
    }
    for (String line : log.split("\n", -1)) {
      if (EvidenceJson.receipt(line, run, node.uid()).equals(receipt)) {
        return parse(line);
      }
    }
    return new Progress.Broken(
        "the pod's log does not hold the "
            + receipt.length()
            + " bytes of evidence that its receipt speaks of:"
            + " it was cut or changed");
  }

  private static Progress parse(String json) {
    try {
      Evidence evidence = EvidenceJson.readEvidence(json);
      return evidence.schemaVersion() == Evidence.SCHEMA_VERSION
          ? new Progress.Collected(evidence)
          : new Progress.Broken("the evidence is of schema version " + evidence.schemaVersion());
    } catch (JsonProcessingException e) {
      return new Progress.Broken("the evidence is not of the form that this version reads");
    }
  }
}
