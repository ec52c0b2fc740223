package dev.plumbline.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.Setting.Kind;
import dev.plumbline.evidence.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is read whole or not at all, and nothing secret is taken from it. */
class ConfigzTest {

  private static final String URL = "https://node:10250/configz";

  private static Configz read(String body) {
    return Configz.read(URL, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static Configz of(String fields) {
    return read("{\"kubeletconfig\":{" + fields + "}}");
  }

  private static ReferencedFile.Document answered(Configz answer) {
    assertThat(answer).isInstanceOf(Configz.Answered.class);
    return ((Configz.Answered) answer).configuration();
  }

  private static String why(Configz answer) {
    assertThat(answer).isInstanceOf(Configz.Unreadable.class);
    return ((Configz.Unreadable) answer).why();
  }

  private static Setting setting(String path, String value, Kind kind) {
    return new Setting(path, value, kind, SourceLocation.line(URL, 1));
  }

  /** As {@code /configz} of 1.36.3 is encoded, shortened. */
  private static final String ANSWER =
      """
      "enableServer":true,"staticPodPath":"/etc/kubernetes/manifests","syncFrequency":"1m0s",\
      "staticPodURLHeader":{"Authorization":["Bearer secret"]},"staticPodURL":"https://secret",\
      "port":10250,"tlsCipherSuites":["TLS_AES_128_GCM_SHA256"],"providerID":"kind://node-a",\
      "authentication":{"x509":{"clientCAFile":"/ca.crt"},"webhook":{"enabled":true,"cacheTTL":"2m0s"},\
      "anonymous":{"enabled":false}},"authorization":{"mode":"Webhook"},"eventRecordQPS":50,\
      "streamingConnectionIdleTimeout":"4h0m0s","featureGates":{"KubeletPSI":true},\
      "registerWithTaints":null,"logging":{"format":"text"},\
      "kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1\"""";

  @Test
  void theSettingsThatControlsAskForAreTaken() {
    ReferencedFile.Document answer = answered(of(ANSWER));
    assertThat(answer.apiVersion()).isEqualTo("kubelet.config.k8s.io/v1beta1");
    assertThat(answer.hostPath()).isEqualTo(URL);
    assertThat(answer.settings())
        .containsExactlyInAnyOrder(
            setting("staticPodPath", "/etc/kubernetes/manifests", Kind.STRING),
            setting("tlsCipherSuites.0", "TLS_AES_128_GCM_SHA256", Kind.STRING),
            setting("authentication.x509.clientCAFile", "/ca.crt", Kind.STRING),
            setting("authentication.webhook.enabled", "true", Kind.BOOLEAN),
            setting("authentication.anonymous.enabled", "false", Kind.BOOLEAN),
            setting("authorization.mode", "Webhook", Kind.STRING),
            setting("eventRecordQPS", "50", Kind.NUMBER),
            setting("streamingConnectionIdleTimeout", "4h0m0s", Kind.STRING),
            setting("featureGates.KubeletPSI", "true", Kind.BOOLEAN));
  }

  @Test
  void nothingSecretAndNothingOfOneNodeIsTaken() {
    assertThat(of(ANSWER).toString()).doesNotContain("secret", "node-a");
  }

  @Test
  void aReleaseThatNamesNoVersionIsRead() {
    ReferencedFile.Document answer = answered(of("\"maxPods\":110"));
    assertThat(answer.apiVersion()).isEmpty();
    assertThat(answer.settings()).containsExactly(setting("maxPods", "110", Kind.NUMBER));
  }

  /** A name with a dot is not the path of a setting. */
  @Test
  void namesThatNoFieldHasAreLeftOut() {
    assertThat(
            answered(
                    of(
                        "\"maxPods\":110,\"authorization.mode\":\"Webhook\",\"\\u001b[2J\":{},"
                            + "\"featureGates\":{\"a.b\":true,\"7\":true}"))
                .settings())
        .containsExactly(setting("maxPods", "110", Kind.NUMBER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"kubeletconfig\":[]}",
        "{\"kubeletconfig\":{}}",
        "{\"kubeletconfig\":{\"unknown\":1}}",
        "{\"kubeletconfig\":{\"maxPods\":1}} x",
        "{\"kubeletconfig\":{\"maxPods\":1,\"maxPods\":2}}",
        "{\"kubeletconfig\":{\"maxPods\":1},\"kubeletconfig\":{\"maxPods\":2}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"kind\":\"Flagz\"}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"apiVersion\":\"kubelet.config.k8s.io/v1\"}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"apiVersion\":null}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"readOnlyPort\":{}}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"readOnlyPort\":[0]}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"authentication\":\"x\"}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"authentication\":{\"anonymous\":[]}}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"tlsCipherSuites\":\"x\"}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"tlsCipherSuites\":{\"0\":\"x\"}}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"tlsCipherSuites\":[1]}}",
        "{\"kubeletconfig\":{\"maxPods\":1,\"tlsCertFile\":\"a\\u001bb\"}}",
        "{\"kubeletconfig\":{\"maxPods\":11111111111111111111111}}"
      })
  void anythingElseIsUnreadable(String body) {
    assertThat(why(read(body))).startsWith("answered with").doesNotContain("\u001b");
  }

  @Test
  void whatIsTooMuchIsUnreadable() {
    assertThat(why(read(" ".repeat(Configz.MAX_BYTES + 1)))).contains("more than");
    assertThat(why(of("\"tlsCertFile\":\"" + "x".repeat(5000) + "\""))).contains("more than");
    String suites = "\"x\"" + ",\"x\"".repeat(2000);
    assertThat(why(of("\"tlsCipherSuites\":[" + suites + "]"))).contains("more than");
    assertThat(why(of("\"a\":" + "[".repeat(10_000) + "]".repeat(10_000))))
        .contains("could not be parsed");
  }

  @Test
  void whatIsNoJsonOfUtf8IsUnreadable() {
    byte[] body = "{\"kubeletconfig\":{\"maxPods\":1}}".getBytes(StandardCharsets.UTF_8);
    assertThat(why(Configz.read(URL, "text/html", body))).contains("else than JSON");
    assertThat(why(Configz.read(URL, "", body))).contains("else than JSON");
    body[3] = (byte) 0xff;
    assertThat(why(Configz.read(URL, "application/json", body))).contains("not UTF-8");
  }

  @Property(tries = 300)
  void whateverArrivesIsAnAnswerOrAReason(@ForAll byte[] body) {
    assertThat(Configz.read(URL, "application/json", body)).isNotNull();
  }

  @Test
  void anAnswerIsALiveKubeletWithItsConfiguration() {
    LiveComponent live = LiveComponent.ofKubelet(URL, of(ANSWER));
    assertThat(live.problems()).isEmpty();
    assertThat(live.component().name()).isEqualTo("kubelet");
    assertThat(live.component().source()).isEqualTo(Component.Source.LIVE);
    assertThat(live.component().arguments()).isEmpty();
    assertThat(live.component().files()).containsExactly(answered(of(ANSWER)));
  }

  @Test
  void noAnswerIsAProblemOfTheKubelet() {
    LiveComponent live = LiveComponent.ofKubelet(URL, new Configz.Unreadable("is not served"));
    assertThat(live.component().arguments())
        .extracting(Argument::isWholeCommandLine)
        .contains(true);
    assertThat(live.component().files()).isEmpty();
    assertThat(live.problems())
        .isEqualTo(List.of(new Problem("kubelet", SourceLocation.line(URL, 1), "is not served")));
  }
}
