package dev.plumbline.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.EvidenceReceipt;
import dev.plumbline.operator.store.NodeTarget;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the evidence in a pod's log, if it is complete and of this run and node. */
final class EvidenceLog {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private EvidenceLog() {}

  /** What a pod's termination message announces. */
  sealed interface Receipt {

    /** Evidence with this digest. */
    record Valid(EvidenceReceipt receipt) implements Receipt {
      String digest() {
        return receipt.sha256();
      }
    }

    /** Nothing that can be used. */
    record Invalid(String why) implements Receipt {}
  }

  /** What a pod's log has. */
  sealed interface Content {

    /** The line with the evidence, whole. */
    record Whole(String json) implements Content {}

    record Unusable(String why) implements Content {}
  }

  /**
   * Reads a receipt.
   *
   * @param terminationMessage as the kubelet reports it
   */
  static Receipt receipt(String terminationMessage, String run, NodeTarget node) {
    EvidenceReceipt receipt;
    try {
      receipt = EvidenceJson.readReceipt(terminationMessage);
    } catch (JsonProcessingException e) {
      return new Receipt.Invalid("the pod's termination message is not a receipt for its evidence");
    }
    if (!receipt.run().equals(run) || !receipt.nodeUid().equals(node.uid())) {
      return new Receipt.Invalid("the pod's receipt is for another run or node");
    }
    return digests(receipt).allMatch(digest -> SHA256.matcher(digest).matches())
            && receipt.kubeletCertificates().size() <= EvidenceReceipt.MAX_CERTIFICATES
        ? new Receipt.Valid(receipt)
        : new Receipt.Invalid(
            "the pod's receipt has something else than SHA-256 digests, or too many of them");
  }

  private static Stream<String> digests(EvidenceReceipt receipt) {
    return Stream.concat(Stream.of(receipt.sha256()), receipt.kubeletCertificates().stream());
  }

  /**
   * Finds the line that a receipt is for.
   *
   * @param log may have other lines too, such as the JVM's own
   */
  static Content read(Receipt.Valid receipt, String log) {
    EvidenceReceipt expected = receipt.receipt();
    for (String line : log.split("\n", -1)) {
      // A digest of each of a million lines would take seconds.
      if (mayHave(expected.length(), line)
          && EvidenceJson.receipt(line, expected.run(), expected.nodeUid())
              .with(expected.kubeletCertificates())
              .equals(expected)) {
        return checked(line);
      }
    }
    return new Content.Unusable(
        "the pod's log does not have the "
            + expected.length()
            + " bytes of evidence that its receipt announces: it was cut or changed");
  }

  /** A UTF-16 unit is one to three bytes of UTF-8. */
  private static boolean mayHave(long bytes, String line) {
    return line.length() <= bytes && bytes <= 3L * line.length();
  }

  private static Content checked(String json) {
    try {
      Evidence evidence = EvidenceJson.readEvidence(json);
      if (LiveEvidence.isClaimedBy(evidence)) {
        return new Content.Unusable("the evidence has an answer that no node gives");
      }
      return evidence.schemaVersion() == Evidence.SCHEMA_VERSION
          ? new Content.Whole(json)
          : new Content.Unusable(
              "the evidence has an unknown schema version: " + evidence.schemaVersion());
    } catch (JsonProcessingException e) {
      return new Content.Unusable("the evidence could not be parsed");
    }
  }
}
