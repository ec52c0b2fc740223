package dev.plumbline.report.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.report.model.SignedStatement;
import dev.plumbline.report.model.SignedStatement.Signature;
import dev.plumbline.report.signature.Dsse.Opened;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DsseTest {

  private static final String TYPE = "application/vnd.in-toto+json";

  private final SigningKey key = Keys.signing();

  // The test vector of DSSE's protocol.md, version 1.0.2.
  private static final String HELLO = "http://example.com/HelloWorld";
  private static final String HELLO_SIGNATURE =
      "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";

  private static VerifyingKey publishedKey() throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point =
        new ECPoint(
            new BigInteger(
                "46950820868899156662930047687818585632848591499744589407958293238635476079160"),
            new BigInteger(
                "5640078356564379163099075877009565129882514886557779369047442380624545832820"));
    PublicKey published =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    return VerifyingKey.of(Keys.pem("PUBLIC KEY", published), "published");
  }

  @Test
  void encodesAsThePublishedVector() {
    assertThat(
            new String(
                Dsse.preAuthenticationEncoding(
                    HELLO, "hello world".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void verifiesThePublishedVector() throws GeneralSecurityException {
    SignedStatement published =
        new SignedStatement(
            HELLO, "aGVsbG8gd29ybGQ=", List.of(new Signature(null, HELLO_SIGNATURE)));

    assertThat(Dsse.open(published, HELLO, publishedKey()))
        .isEqualTo(new Opened.Verified("hello world", 0));
  }

  @Test
  void refusesThePublishedVectorWithOneBitChanged() throws GeneralSecurityException {
    SignedStatement changed =
        new SignedStatement(
            HELLO, "aGVsbG8gd29ybGU=", List.of(new Signature(null, HELLO_SIGNATURE)));

    assertThat(Dsse.open(changed, HELLO, publishedKey())).isInstanceOf(Opened.Refused.class);
  }

  /** RFC 8032, section 7.1, TEST 2. */
  @Test
  void ed25519IsThatOfTheRfc() {
    byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] point =
        HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    byte[] der = new byte[prefix.length + point.length];
    System.arraycopy(prefix, 0, der, 0, prefix.length);
    System.arraycopy(point, 0, der, prefix.length, point.length);

    assertThat(
            VerifyingKey.of(Keys.pem("PUBLIC KEY", der), "rfc")
                .verifies(
                    new byte[] {0x72},
                    HexFormat.of()
                        .parseHex(
                            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")))
        .isTrue();
  }

  @Test
  void lengthsAreOfBytesAndNotOfCharacters() {
    assertThat(
            new String(
                Dsse.preAuthenticationEncoding("t\u00e9", new byte[0]), StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 3 t\u00e9 0 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "secp256r1"})
  void opensWhatItHasSigned(String kind) throws GeneralSecurityException {
    SigningKey signing = kind.equals("Ed25519") ? Keys.signing() : Keys.signing(Keys.ec(kind));

    assertThat(Dsse.open(Dsse.sign(TYPE, "{\"a\":\"\u00e9\"}", signing), TYPE, signing.verifying()))
        .isEqualTo(new Opened.Verified("{\"a\":\"\u00e9\"}", 0));
  }

  @Test
  void refusesASignatureByAnotherKey() {
    assertThat(Dsse.open(Dsse.sign(TYPE, "{}", Keys.signing()), TYPE, key.verifying()))
        .isInstanceOfSatisfying(
            Opened.Refused.class,
            refused -> assertThat(refused.why()).contains("by the key sha256:"));
  }

  @Test
  void refusesAnotherPayloadTypeAlthoughItIsSigned() {
    assertThat(Dsse.open(Dsse.sign("text/plain", "{}", key), TYPE, key.verifying()))
        .isEqualTo(new Opened.Refused("The signed payload is of another type than " + TYPE + "."));
  }

  @Test
  void refusesASignatureForAnotherPayloadType() {
    SignedStatement signed = Dsse.sign("text/plain", "{}", key);
    SignedStatement relabelled = new SignedStatement(TYPE, signed.payload(), signed.signatures());

    assertThat(Dsse.open(relabelled, TYPE, key.verifying())).isInstanceOf(Opened.Refused.class);
  }

  @Test
  void aKeyIdProvesNothing() {
    SignedStatement signed = Dsse.sign(TYPE, "{}", Keys.signing());
    SignedStatement claimed =
        new SignedStatement(
            TYPE,
            signed.payload(),
            List.of(new Signature(key.verifying().id(), signed.signatures().get(0).sig())));

    assertThat(Dsse.open(claimed, TYPE, key.verifying())).isInstanceOf(Opened.Refused.class);
  }

  @Test
  void oneSignatureOfSeveralIsEnough() {
    SignedStatement ours = Dsse.sign(TYPE, "{}", key);
    SignedStatement theirs = Dsse.sign(TYPE, "{}", Keys.signing());
    SignedStatement both =
        new SignedStatement(
            TYPE,
            ours.payload(),
            List.of(
                new Signature(null, "not Base64"),
                theirs.signatures().get(0),
                new Signature("other", ours.signatures().get(0).sig())));

    assertThat(Dsse.open(both, TYPE, key.verifying())).isEqualTo(new Opened.Verified("{}", 2));
  }

  @Test
  void takesEitherAlphabetOfBase64() {
    SignedStatement signed = Dsse.sign(TYPE, "\u07ff\u07ff?>\u07ff", key);
    SignedStatement urlSafe =
        new SignedStatement(
            TYPE,
            urlSafe(signed.payload()),
            List.of(new Signature(null, urlSafe(signed.signatures().get(0).sig()))));

    assertThat(urlSafe.payload()).isNotEqualTo(signed.payload());
    assertThat(Dsse.open(urlSafe, TYPE, key.verifying())).isInstanceOf(Opened.Verified.class);
  }

  private static String urlSafe(String base64) {
    return Base64.getUrlEncoder().encodeToString(Base64.getDecoder().decode(base64));
  }

  @Test
  void refusesAnEnvelopeWithoutSignature() {
    assertThat(Dsse.open(new SignedStatement(TYPE, "e30=", List.of()), TYPE, key.verifying()))
        .isEqualTo(new Opened.Refused("The envelope has no signature."));
  }

  @Test
  void refusesMoreSignaturesThanItTries() {
    SignedStatement signed = Dsse.sign(TYPE, "{}", key);
    SignedStatement many =
        new SignedStatement(
            TYPE,
            signed.payload(),
            Collections.nCopies(Dsse.MAX_SIGNATURES + 1, signed.signatures().get(0)));

    assertThat(Dsse.open(many, TYPE, key.verifying())).isInstanceOf(Opened.Refused.class);
  }

  @Test
  void refusesAPayloadThatIsTooLong() {
    SignedStatement signed = Dsse.sign(TYPE, "x".repeat(Dsse.MAX_PAYLOAD), key);

    assertThat(Dsse.open(signed, TYPE, key.verifying()))
        .isInstanceOfSatisfying(
            Opened.Refused.class, refused -> assertThat(refused.why()).contains("at most 1048576"));
  }

  @Test
  void refusesAPayloadThatIsNotBase64() {
    SignedStatement signed = Dsse.sign(TYPE, "{}", key);

    assertThat(
            Dsse.open(
                new SignedStatement(TYPE, "e3 0=", signed.signatures()), TYPE, key.verifying()))
        .isEqualTo(new Opened.Refused("The envelope's payload is not Base64."));
  }
}
