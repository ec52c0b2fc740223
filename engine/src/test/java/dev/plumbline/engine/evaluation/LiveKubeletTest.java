package dev.plumbline.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.live.Configz;
import dev.plumbline.live.LiveComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kubelet that answers with its configuration is one more source beside its process. */
class LiveKubeletTest {

  private static final String URL = "https://node:10250/configz";
  private static final String CONFIG = "/var/lib/kubelet/config.yaml";
  private static final String ANONYMOUS = "kubelet-anonymous-auth-off";
  private static final String READ_ONLY_PORT = "kubelet-read-only-port-off";
  private static final String ROTATION = "kubelet-rotate-certificates";
  private static final String VERSIONED =
      ",\"kind\":\"KubeletConfiguration\",\"apiVersion\":\"kubelet.config.k8s.io/v1beta1\"";

  private static LiveComponent live(String fields) {
    String body = "{\"kubeletconfig\":{" + fields + "}}";
    return LiveComponent.ofKubelet(
        URL, Configz.read(URL, "application/json", body.getBytes(StandardCharsets.UTF_8)));
  }

  private static LiveComponent anonymous(boolean enabled) {
    return live("\"authentication\":{\"anonymous\":{\"enabled\":" + enabled + "}}" + VERSIONED);
  }

  private static Component process(String... settings) {
    SourceLocation place = SourceLocation.line("/proc/7/cmdline", 1);
    ReferencedFile config =
        new ReferencedFile.Document(
            CONFIG,
            CONFIG,
            "kubelet.config.k8s.io/v1beta1",
            "KubeletConfiguration",
            Arrays.stream(settings).map(LiveKubeletTest::setting).toList(),
            Excerpt.none());
    return new Component(
        "kubelet",
        Source.PROCESS,
        place,
        "",
        List.of(Argument.known("--config=" + CONFIG, place)),
        List.of(),
        Visibility.OBSERVED,
        Map.of(CONFIG, new HostFile(CONFIG, HostFile.Kind.FILE, 0600, 0, 0, "root", "root")),
        List.of(config),
        Excerpt.none());
  }

  private static Setting setting(String text) {
    String[] parts = text.split("=", 2);
    return new Setting(
        parts[0],
        parts[1],
        parts[1].matches("true|false")
            ? Setting.Kind.BOOLEAN
            : parts[1].matches("\\d+") ? Setting.Kind.NUMBER : Setting.Kind.STRING,
        SourceLocation.line(CONFIG, 2));
  }

  private static Finding finding(String control, LiveComponent live, Component... observed) {
    return new OneNode(
            Visibility.OBSERVED,
            Stream.concat(Arrays.stream(observed), Stream.of(live.component())).toList(),
            live.problems(),
            List.of())
        .finding(control);
  }

  @Test
  void agreementIsOneSentence() {
    Finding finding =
        finding(ANONYMOUS, anonymous(false), process("authentication.anonymous.enabled=false"));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).endsWith("The running component itself reports the same.");
    assertThat(finding.comparison()).contains(Comparison.Agree);
    assertThat(finding.evidence()).extracting("file").contains(URL);
  }

  /** A default that is not written in the file is in the answer. */
  @Test
  void aDefaultAgreesWithTheAnswer() {
    Finding finding = finding(ANONYMOUS, anonymous(false), process());
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.comparison()).contains(Comparison.Agree);
  }

  @Test
  void aDifferenceIsDrift() {
    Finding finding =
        finding(ANONYMOUS, anonymous(true), process("authentication.anonymous.enabled=false"));
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.Drift);
    assertThat(finding.comparison()).contains(Comparison.Differ);
    assertThat(finding.message()).contains("The running component itself (" + URL + ")");
    assertThat(finding.patches()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "kubelet-streaming-idle-timeout, streamingConnectionIdleTimeout, '\"4h0m0s\"', Pass",
    "kubelet-streaming-idle-timeout, streamingConnectionIdleTimeout, '\"0s\"', Fail",
    "kubelet-event-rate, eventRecordQPS, 50, Pass",
    "kubelet-read-only-port-off, readOnlyPort, 10255, Fail",
    "kubelet-protect-kernel-defaults, protectKernelDefaults, true, Pass",
    "kubelet-static-pods-off-on-workers, staticPodPath, '\"/etc/kubernetes/manifests\"', Fail"
  })
  void anAnswerDecidesAlone(String control, String field, String value, Status status) {
    assertThat(finding(control, live("\"" + field + "\":" + value + VERSIONED)).status())
        .isEqualTo(status);
  }

  /** The encoder leaves out zeros of these, and of nothing else. */
  @Test
  void aZeroThatTheEncoderLeavesOutIsKnown() {
    Finding port = finding(READ_ONLY_PORT, anonymous(false));
    assertThat(port.status()).isEqualTo(Status.Pass);
    assertThat(port.evidence()).extracting("file").containsOnly(URL);
    assertThat(finding(ROTATION, anonymous(false)).status()).isEqualTo(Status.Fail);
  }

  /** The release has a default, which says nothing of a kubelet that answers. */
  @Test
  void aFieldThatIsNotInTheAnswerIsUnknown() {
    Finding timeout = finding("kubelet-streaming-idle-timeout", anonymous(false));
    assertThat(timeout.status()).isEqualTo(Status.Error);
    assertThat(timeout.message())
        .contains("streamingConnectionIdleTimeout is not in the answer of the running kubelet");
    // Without a version nothing shows how it was encoded.
    Finding port = finding(READ_ONLY_PORT, live("\"maxPods\":110"));
    assertThat(port.status()).isEqualTo(Status.Error);
    assertThat(port.message()).contains("readOnlyPort is not in the answer");
  }

  @Test
  void aValueOfAnotherTypeIsUnknown() {
    for (String hostile :
        List.of("\"readOnlyPort\":\"0\"", "\"readOnlyPort\":1e3", "\"readOnlyPort\":true")) {
      assertThat(finding(READ_ONLY_PORT, live(hostile + VERSIONED)).status())
          .isEqualTo(Status.Error);
    }
  }

  /** Of gates, the answer has those that files and flags name. */
  @Test
  void onlyTheGatesThatAreNamedAreKnown() {
    String control = "kubelet-rotate-server-certificate";
    String bootstrap = "\"serverTLSBootstrap\":true";
    String gate = ",\"featureGates\":{\"RotateKubeletServerCertificate\":%s}";
    assertThat(finding(control, live(bootstrap + gate.formatted(true) + VERSIONED)).status())
        .isEqualTo(Status.Pass);
    assertThat(finding(control, live(bootstrap + gate.formatted(false) + VERSIONED)).status())
        .isEqualTo(Status.Manual);
    assertThat(finding(control, live(bootstrap + VERSIONED)).status()).isEqualTo(Status.Error);
  }

  /** {@code InitializeTLS} puts the path of a certificate of its own into the configuration. */
  @Test
  void aCertificateThatItMadeItselfIsNotTakenForAConfiguredOne() {
    String made =
        "\"tlsCertFile\":\"/var/lib/kubelet/pki/kubelet.crt\","
            + "\"tlsPrivateKeyFile\":\"/var/lib/kubelet/pki/kubelet.key\"";
    Finding alone = finding("kubelet-tls-certificate", live(made + VERSIONED));
    assertThat(alone.status()).isEqualTo(Status.Error);
    assertThat(alone.message()).contains("takes by itself");
    Finding beside = finding("kubelet-tls-certificate", live(made + VERSIONED), process());
    assertThat(beside.status()).isEqualTo(Status.Fail);
    assertThat(beside.reason()).isEqualTo(Reason.RequirementNotMet);
  }

  @Test
  void whatTheAnswerDoesNotHaveDecidesNothingBesideTheProcess() {
    Finding gate = finding("kubelet-dynamic-configuration-off", anonymous(false), process());
    assertThat(gate.status()).isIn(Status.Pass, Status.NotApplicable);
    Finding flag = finding("kubelet-hostname-not-overridden", anonymous(false), process());
    assertThat(flag.status()).isEqualTo(Status.Pass);
    assertThat(finding("kubelet-hostname-not-overridden", anonymous(false)).status())
        .isEqualTo(Status.Error);
    Finding mode = finding("kubelet-config-mode", anonymous(false), process());
    assertThat(mode.status()).isEqualTo(Status.Pass);
    assertThat(mode.message()).doesNotContain("running component itself");
    assertThat(finding("kubelet-config-mode", anonymous(false)).status()).isEqualTo(Status.Error);
  }

  /** Nothing tells a default from the same value that was given. */
  @Test
  void whetherAValueWasGivenIsNotInTheAnswer() {
    assertThat(finding(ROTATION, live("\"rotateCertificates\":true" + VERSIONED)).status())
        .isEqualTo(Status.Pass);
    Finding beside = finding(ROTATION, anonymous(false), process("rotateCertificates=false"));
    assertThat(beside.status()).isEqualTo(Status.Fail);
    assertThat(beside.comparison()).contains(Comparison.Agree);
  }

  @Test
  void noAnswerBesideTheProcessIsToldAndDecidesNothing() {
    LiveComponent silent =
        LiveComponent.ofKubelet(URL, new Configz.Unreadable("has no certificate"));
    Finding beside = finding(ANONYMOUS, silent, process());
    assertThat(beside.status()).isEqualTo(Status.Pass);
    assertThat(beside.message()).contains(URL + " has no certificate.");
    Finding alone = finding(ANONYMOUS, silent);
    assertThat(alone.status()).isEqualTo(Status.Error);
    assertThat(alone.message()).contains(URL + " has no certificate.");
  }
}
