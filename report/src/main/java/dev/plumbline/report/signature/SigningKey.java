package dev.plumbline.report.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** A private key and its public key. Nothing shows the private one: it has no accessor. */
public final class SigningKey {

  private final PrivateKey key;
  private final VerifyingKey verifying;

  private SigningKey(PrivateKey key, VerifyingKey verifying) {
    this.key = key;
    this.verifying = verifying;
  }

  /**
   * Reads a pair of keys.
   *
   * @param privatePem PKCS#8 without encryption, as PEM
   * @param privateFile its name, for messages
   * @param publicPem SubjectPublicKeyInfo, as PEM
   * @param publicFile its name, for messages
   * @throws IllegalArgumentException when one can't be read or they are no pair; says what to do
   */
  public static SigningKey of(
      String privatePem, String privateFile, String publicPem, String publicFile) {
    KeyKind.Read<PrivateKey> read =
        KeyKind.privateKey(KeyPem.privateKey(privatePem, privateFile), privateFile);
    VerifyingKey verifying = VerifyingKey.of(publicPem, publicFile);
    SigningKey pair = new SigningKey(read.key(), verifying);
    byte[] sample = "plumbline".getBytes(StandardCharsets.US_ASCII);
    if (read.kind() != verifying.kind() || !verifying.verifies(sample, pair.sign(sample))) {
      throw new IllegalArgumentException(
          publicFile
              + " is not the public key of "
              + privateFile
              + ". Write it with: openssl pkey -in private.pem -pubout -out public.pem");
    }
    return pair;
  }

  /** The public key: what it verifies, this key has signed. */
  public VerifyingKey verifying() {
    return verifying;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(verifying.kind().signatureAlgorithm());
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      // Without the cause, which may hold the key.
      throw new IllegalStateException(
          "The signing key does not sign: " + e.getClass().getSimpleName() + ".");
    }
  }

  @Override
  public String toString() {
    return verifying.id();
  }
}
