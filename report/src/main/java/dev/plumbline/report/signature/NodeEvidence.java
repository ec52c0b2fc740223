package dev.plumbline.report.signature;

/**
 * Which evidence a node has.
 *
 * @param kubelet the version that the node's kubelet reports, such as {@code v1.36.3}: it decides
 *     with the evidence how the node is evaluated
 * @param digest the SHA-256 of the line that the node pod wrote, in lower-case hex
 */
public record NodeEvidence(String node, String kubelet, String digest) {}
