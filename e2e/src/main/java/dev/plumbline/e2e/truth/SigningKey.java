package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A key that a kube-apiserver signs the tokens of service accounts with, and verifies them by. */
public final class SigningKey {

  private static final int BITS = 2048;

  private final byte[] pkcs8;

  private SigningKey(byte[] pkcs8) {
    this.pkcs8 = pkcs8;
  }

  /** Makes one. */
  public static SigningKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return new SigningKey(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JRE has RSA", e);
    }
  }

  /** Writes it in PEM. The API server takes it where it wants the public key, too. */
  public Path write(Path file) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(pkcs8);
    return Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }
}
