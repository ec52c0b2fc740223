package dev.plumbline.operator;

import dev.plumbline.report.signature.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A pair of keys as the files of a Secret have it. */
public record PemKeys(String privateBase64, String publicBase64) {

  public static PemKeys generated() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      return new PemKeys(
          base64.encodeToString(pair.getPrivate().getEncoded()),
          base64.encodeToString(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String privatePem() {
    return "-----BEGIN PRIVATE KEY-----\n" + privateBase64 + "\n-----END PRIVATE KEY-----\n";
  }

  public String publicPem() {
    return "-----BEGIN PUBLIC KEY-----\n" + publicBase64 + "\n-----END PUBLIC KEY-----\n";
  }

  public SigningKey signing() {
    return SigningKey.of(privatePem(), "private.pem", publicPem(), "public.pem");
  }
}
