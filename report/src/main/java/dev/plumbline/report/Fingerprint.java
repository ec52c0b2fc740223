package dev.plumbline.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a finding is recognised by from one check to the next: the control, the file and the text at
 * that place: 32 hexadecimal digits. It stays the same while lines move.
 */
public final class Fingerprint {

  /** Its name in documents. A change of what goes into it is a new version. */
  public static final String KEY = "plumblineFinding/v1";

  private static final int DIGITS = 32;

  private Fingerprint() {}

  /** Of a finding in a file. */
  public static String of(String control, String file, String text) {
    return hash(control + "\n" + file + "\n" + text);
  }

  /** Of a finding without a place in a file. */
  public static String ofNodes(String control, List<String> nodes) {
    return hash(control + "\n" + String.join(",", nodes));
  }

  private static String hash(String identity) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }
}
