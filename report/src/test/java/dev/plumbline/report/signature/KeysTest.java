package dev.plumbline.report.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

  private final KeyPair pair = Keys.ed25519();

  private SigningKey read(String privatePem) {
    return SigningKey.of(privatePem, "private.pem", Keys.publicPem(pair), "public.pem");
  }

  @Test
  void textBeforeTheKeyAndOtherLineEndsAreTaken() {
    assertThat(
            read("made on Monday\n" + Keys.privatePem(pair).replace("\n", "\r\n")).verifying().id())
        .startsWith("sha256:")
        .hasSize(71);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENCRYPTED PRIVATE KEY          | encrypted",
        "ENCRYPTED SIGSTORE PRIVATE KEY | encrypted",
        "EC PRIVATE KEY                 | openssl pkcs8 -topk8 -nocrypt",
        "RSA PRIVATE KEY                | openssl pkcs8 -topk8 -nocrypt",
        "OPENSSH PRIVATE KEY            | openssl pkcs8 -topk8 -nocrypt",
        "PUBLIC KEY                     | holds a public key",
        "CERTIFICATE                    | holds a certificate",
        "X509 CRL                       | holds no PRIVATE KEY",
      })
  void whatIsNoPrivateKeyIsNamed(String type, String says) {
    assertThatThrownBy(() -> read(Keys.pem(type, new byte[40])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("private.pem ")
        .hasMessageContaining(says);
  }

  @Test
  void aPrivateKeyIsNoPublicKeyAndIsNotRepeated() {
    assertThatThrownBy(() -> VerifyingKey.of(Keys.privatePem(pair), "key.pem"))
        .hasMessageStartingWith("key.pem holds a private key.")
        .hasMessageContaining("-pubout");
  }

  @Test
  void otherAlgorithmsAreRefused() throws GeneralSecurityException {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);

    assertThatThrownBy(() -> VerifyingKey.of(Keys.publicPem(rsa.generateKeyPair()), "rsa.pem"))
        .hasMessageContaining("another key than Ed25519 or ECDSA P-256");
  }

  @Test
  void otherCurvesAreRefused() throws GeneralSecurityException {
    KeyPair p384 = Keys.ec("secp384r1");

    assertThatThrownBy(() -> VerifyingKey.of(Keys.publicPem(p384), "p384.pem"))
        .hasMessageContaining("another key than Ed25519 or ECDSA P-256");
  }

  @Test
  void twoKeysInOneFileAreRefused() {
    assertThatThrownBy(() -> read(Keys.privatePem(pair) + Keys.publicPem(pair)))
        .hasMessageContaining("private.pem has 2 PEM blocks");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("private.pem has 0 PEM blocks");
  }

  @Test
  void aFileThatIsCutOffIsRefused() {
    assertThatThrownBy(() -> read(Keys.privatePem(pair).replace("-----END", "")))
        .hasMessageContaining("private.pem is cut off");
  }

  @Test
  void aHugeFileIsRefused() {
    assertThatThrownBy(() -> read("x".repeat(65 * 1024))).hasMessageContaining("longer than");
  }

  @Test
  void noMessageRepeatsTheKey() {
    String base64 = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());

    assertThatThrownBy(() -> read(Keys.privatePem(pair).replace("M", "!")))
        .hasMessage("private.pem is damaged: what is between BEGIN and END is not Base64.")
        .hasNoCause();
    assertThat(read(Keys.privatePem(pair)).toString()).doesNotContain(base64).startsWith("sha256:");
  }

  @Test
  void keysThatAreNoPairAreRefused() {
    assertThatThrownBy(
            () ->
                SigningKey.of(
                    Keys.privatePem(pair),
                    "private.pem",
                    Keys.publicPem(Keys.ed25519()),
                    "public.pem"))
        .hasMessageStartingWith("public.pem is not the public key of private.pem.");
  }

  @Test
  void keysOfTwoKindsAreNoPair() throws GeneralSecurityException {
    KeyPair ec = Keys.ec("secp256r1");

    assertThatThrownBy(
            () ->
                SigningKey.of(
                    Keys.privatePem(pair), "private.pem", Keys.publicPem(ec), "public.pem"))
        .hasMessageStartingWith("public.pem is not the public key of private.pem.");
  }
}
