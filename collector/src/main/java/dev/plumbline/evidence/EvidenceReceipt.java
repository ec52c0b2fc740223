package dev.plumbline.evidence;

/**
 * What a node's pod puts into its termination message, which alone is trusted: it shows whether the
 * log, which may be cut or mixed with something else, holds the evidence whole.
 *
 * @param length of the evidence's JSON in UTF-8 bytes
 * @param sha256 of the same bytes, in lower-case hex
 * @param run the run that the pod was started for
 * @param nodeUid the node that it was started for
 */
public record EvidenceReceipt(int length, String sha256, String run, String nodeUid) {}
