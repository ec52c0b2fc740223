package dev.plumbline.report.signature;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/** The two kinds of key that sign: small, and in every JRE. */
enum KeyKind {
  ED25519("Ed25519", "Ed25519"),
  /** As cosign makes them. */
  ECDSA_P256("EC", "SHA256withECDSA");

  private final String algorithm;
  private final String signature;

  KeyKind(String algorithm, String signature) {
    this.algorithm = algorithm;
    this.signature = signature;
  }

  /** The JDK's name of how such a key signs; ECDSA in ASN.1. */
  String signatureAlgorithm() {
    return signature;
  }

  /** A key that was read, and its kind. */
  record Read<K extends Key>(KeyKind kind, K key) {}

  /** Makes a key of its encoding. */
  private interface Maker<K extends Key> {
    K make(KeyFactory factory) throws InvalidKeySpecException;
  }

  static Read<PrivateKey> privateKey(EncodedKeySpec encoded, String file) {
    return read(file, factory -> factory.generatePrivate(encoded));
  }

  static Read<PublicKey> publicKey(EncodedKeySpec encoded, String file) {
    return read(file, factory -> factory.generatePublic(encoded));
  }

  private static <K extends Key> Read<K> read(String file, Maker<K> maker) {
    for (KeyKind kind : values()) {
      Optional<K> key = kind.tried(maker);
      if (key.isPresent()) {
        return new Read<>(kind, key.get());
      }
    }
    // Without the cause: a provider's message may repeat bytes of the key.
    throw new IllegalArgumentException(
        file
            + " holds another key than Ed25519 or ECDSA P-256, or a damaged one. Make one with:"
            + " openssl genpkey -algorithm ed25519 -out private.pem");
  }

  private <K extends Key> Optional<K> tried(Maker<K> maker) {
    try {
      K key = maker.make(KeyFactory.getInstance(algorithm));
      return key instanceof ECKey ec && !isP256(ec) ? Optional.empty() : Optional.of(key);
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime from 15 on has " + algorithm + ".", e);
    }
  }

  private static boolean isP256(ECKey key) throws GeneralSecurityException {
    AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
    named.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
    return key.getParams().getCurve().equals(p256.getCurve())
        && key.getParams().getGenerator().equals(p256.getGenerator())
        && key.getParams().getOrder().equals(p256.getOrder());
  }
}
