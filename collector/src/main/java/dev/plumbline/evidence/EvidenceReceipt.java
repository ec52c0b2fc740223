package dev.plumbline.evidence;

import java.util.List;

/**
 * What a node's pod puts into its termination message, which alone is trusted: it shows whether the
 * log, which may be cut or mixed with something else, holds the evidence whole.
 *
 * @param length of the evidence's JSON in UTF-8 bytes
 * @param sha256 of the same bytes, in lower-case hex
 * @param run the run that the pod was started for
 * @param nodeUid the node that it was started for
 * @param kubeletCertificates the certificates that the node's kubelet may serve with, by the
 *     SHA-256 of their DER in lower-case hex. They differ from node to node: in the evidence
 *     itself, no two nodes would have the same.
 */
public record EvidenceReceipt(
    int length, String sha256, String run, String nodeUid, List<String> kubeletCertificates) {

  /** A termination message may be 4 KiB. */
  public static final int MAX_CERTIFICATES = 8;

  public EvidenceReceipt {
    kubeletCertificates = List.copyOf(kubeletCertificates);
  }

  /** The same with certificates of the node's kubelet. */
  public EvidenceReceipt with(List<String> certificates) {
    return new EvidenceReceipt(length, sha256, run, nodeUid, certificates);
  }
}
