package dev.plumbline.report.signature;

import java.security.spec.EncodedKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The one key that a PEM file has. No message repeats what is in the file. */
final class KeyPem {

  /** A key of 256 bits takes less than 300 characters; a comment before it some more. */
  private static final int MAX_CHARACTERS = 64 * 1024;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private static final String MAKE_A_KEY =
      "Make one with: openssl genpkey -algorithm ed25519 -out private.pem";
  private static final String MAKE_PUBLIC =
      "Write it with: openssl pkey -in private.pem -pubout -out public.pem";

  private KeyPem() {}

  static EncodedKeySpec privateKey(String pem, String file) {
    return new PKCS8EncodedKeySpec(content(PRIVATE, pem, file));
  }

  static EncodedKeySpec publicKey(String pem, String file) {
    return new X509EncodedKeySpec(content(PUBLIC, pem, file));
  }

  private static byte[] content(String wanted, String pem, String file) {
    if (pem.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          file + " is longer than " + MAX_CHARACTERS + " characters. It must hold one key as PEM.");
    }
    List<String> lines = pem.lines().map(String::strip).toList();
    List<String> types =
        lines.stream()
            .filter(line -> line.startsWith(BEGIN) && line.endsWith(DASHES))
            .map(
                line ->
                    line.substring(
                        BEGIN.length(), Math.max(BEGIN.length(), line.length() - DASHES.length())))
            .toList();
    if (types.size() != 1) {
      throw new IllegalArgumentException(
          file
              + " has "
              + types.size()
              + " PEM blocks. It must hold one "
              + wanted
              + " as PEM. "
              + wayOut(wanted));
    }
    if (!types.get(0).equals(wanted)) {
      throw new IllegalArgumentException(otherType(wanted, types.get(0), file));
    }
    int begin = lines.indexOf(BEGIN + wanted + DASHES);
    int end = lines.indexOf(END + wanted + DASHES);
    if (end < begin) {
      throw new IllegalArgumentException(file + " is cut off: its " + wanted + " has no end.");
    }
    try {
      return Base64.getDecoder().decode(String.join("", lines.subList(begin + 1, end)));
    } catch (IllegalArgumentException e) {
      // Without the cause, which tells a character of the key.
      throw new IllegalArgumentException(
          file + " is damaged: what is between BEGIN and END is not Base64.");
    }
  }

  /** By what the block calls itself: the name is not secret. */
  private static String otherType(String wanted, String found, String file) {
    if (found.startsWith("ENCRYPTED ")) {
      return file
          + " holds an encrypted key, and there is no passphrase for it. Decrypt it first, for a PKCS#8 key with:"
          + " openssl pkey -in encrypted.pem -out private.pem";
    }
    return switch (found) {
      case PRIVATE ->
          file
              + " holds a private key. A signature is verified with the public key. "
              + MAKE_PUBLIC;
      case PUBLIC -> file + " holds a public key. The private key signs. " + MAKE_A_KEY;
      case "EC PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY" ->
          file
              + " holds a key in another format than PKCS#8. Convert it with:"
              + " openssl pkcs8 -topk8 -nocrypt -in key.pem -out private.pem";
      case "CERTIFICATE" ->
          file
              + " holds a certificate. Take its public key with:"
              + " openssl x509 -in certificate.pem -pubkey -noout";
      default -> file + " holds no " + wanted + ". " + wayOut(wanted);
    };
  }

  private static String wayOut(String wanted) {
    return wanted.equals(PRIVATE) ? MAKE_A_KEY : MAKE_PUBLIC;
  }
}
