package dev.plumbline.operator.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A node to be read.
 *
 * @param version its kubelet's, as the node itself tells it, e.g. {@code v1.36.3}; empty when it
 *     doesn't
 */
record NodeTarget(String name, String uid, String version) {

  /**
   * Stands for the name where names are limited: a node's name may have 253 characters, a Job's 63.
   */
  String hash() {
    return hash(name);
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }
}
