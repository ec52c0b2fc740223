package dev.plumbline.report.signature;

import dev.plumbline.evidence.EvidenceJson;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** A public key, Ed25519 or ECDSA P-256. */
public final class VerifyingKey {

  /** r and s of 32 bytes each. */
  private static final int P1363_BYTES = 64;

  private final KeyKind kind;
  private final PublicKey key;

  private VerifyingKey(KeyKind.Read<PublicKey> read) {
    this.kind = read.kind();
    this.key = read.key();
  }

  /**
   * Reads a key.
   *
   * @param pem SubjectPublicKeyInfo, as PEM
   * @param file its name, for messages
   * @throws IllegalArgumentException when it is none; says what it is instead, and what to do
   */
  public static VerifyingKey of(String pem, String file) {
    return new VerifyingKey(KeyKind.publicKey(KeyPem.publicKey(pem, file), file));
  }

  /** Tells keys apart: {@code sha256:} and the digest of the public key in DER. */
  public String id() {
    return "sha256:" + EvidenceJson.sha256(key.getEncoded());
  }

  KeyKind kind() {
    return kind;
  }

  /** Whether the key's owner has signed exactly these bytes. A damaged signature is none. */
  boolean verifies(byte[] message, byte[] signature) {
    return verifies(kind.signatureAlgorithm(), message, signature)
        // As DSSE's own example has it: both numbers one after the other.
        || kind == KeyKind.ECDSA_P256
            && signature.length == P1363_BYTES
            && verifies(kind.signatureAlgorithm() + "inP1363Format", message, signature);
  }

  private boolean verifies(String algorithm, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime from 15 on has " + algorithm + ".", e);
    }
  }
}
