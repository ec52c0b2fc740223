package dev.plumbline.report.signature;

import dev.plumbline.report.model.SignedStatement;
import dev.plumbline.report.model.SignedStatement.Signature;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The signature protocol of DSSE (github.com/secure-systems-lab/dsse, protocol.md and envelope.md,
 * version 1.0.2).
 */
public final class Dsse {

  /**
   * Of an envelope's payload, in characters of Base64. A report has room for much less; see {@link
   * Statement#MAX_BYTES}.
   */
  static final int MAX_PAYLOAD = 1024 * 1024;

  /** Each is tried, and the work must be bounded. */
  static final int MAX_SIGNATURES = 16;

  /** Of a signature's Base64, for which 96 are enough. */
  private static final int MAX_SIGNATURE = 1024;

  private Dsse() {}

  /** What an envelope comes to. */
  public sealed interface Opened {

    /**
     * The key has signed it.
     *
     * @param payload the text whose bytes were verified; nothing else is to be read of the envelope
     * @param otherSignatures how many signatures are not by this key; they are not verified
     */
    record Verified(String payload, int otherSignatures) implements Opened {}

    /**
     * It is not to be believed.
     *
     * @param why a sentence
     */
    record Refused(String why) implements Opened {}
  }

  /** The bytes that are signed: injective in both, so that no signature serves for another type. */
  static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(type.length + payload.length + 40);
    bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(type);
    bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  /** Signs a text, with one signature. */
  public static SignedStatement sign(String payloadType, String payload, SigningKey key) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    byte[] signature = key.sign(preAuthenticationEncoding(payloadType, body));
    Base64.Encoder base64 = Base64.getEncoder();
    return new SignedStatement(
        payloadType,
        base64.encodeToString(body),
        List.of(new Signature(key.verifying().id(), base64.encodeToString(signature))));
  }

  /**
   * Verifies an envelope by one key, whatever the key ids of its signatures are: they are hints.
   *
   * @param payloadType the one type that the caller reads
   */
  public static Opened open(SignedStatement envelope, String payloadType, VerifyingKey key) {
    if (envelope.signatures().isEmpty()) {
      return new Opened.Refused("The envelope has no signature.");
    }
    if (envelope.signatures().size() > MAX_SIGNATURES) {
      return new Opened.Refused(
          "The envelope has "
              + envelope.signatures().size()
              + " signatures, and at most "
              + MAX_SIGNATURES
              + " are read.");
    }
    if (envelope.payload().length() > MAX_PAYLOAD) {
      return new Opened.Refused(
          "The envelope's payload has "
              + envelope.payload().length()
              + " characters, and at most "
              + MAX_PAYLOAD
              + " are read.");
    }
    Optional<byte[]> payload = decoded(envelope.payload());
    if (payload.isEmpty()) {
      return new Opened.Refused("The envelope's payload is not Base64.");
    }
    byte[] signed = preAuthenticationEncoding(envelope.payloadType(), payload.get());
    long valid =
        envelope.signatures().stream()
            .filter(signature -> signature.sig().length() <= MAX_SIGNATURE)
            .flatMap(signature -> decoded(signature.sig()).stream())
            .filter(signature -> key.verifies(signed, signature))
            .count();
    if (valid == 0) {
      return new Opened.Refused(
          "None of the envelope's "
              + envelope.signatures().size()
              + " signatures is by the key "
              + key.id()
              + " over this payload.");
    }
    if (!envelope.payloadType().equals(payloadType)) {
      return new Opened.Refused("The signed payload is of another type than " + payloadType + ".");
    }
    return new Opened.Verified(
        new String(payload.get(), StandardCharsets.UTF_8),
        envelope.signatures().size() - (int) valid);
  }

  /** Of either alphabet. */
  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
