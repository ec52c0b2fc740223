package dev.plumbline.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.live.Configz;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node that no pod has read is known by the answers of its components, and by nothing else. */
class OfEndpointsTest {

  private static final String URL = "https://192.0.2.1:6443/flagz";
  private static final String PROFILING = "apiserver-profiling-off";

  private static final LiveComponent SILENT_KUBELET =
      LiveComponent.ofKubelet(
          "https://node:10250/configz",
          new Configz.Unreadable("has no certificate of the cluster's authority"));

  private static LiveComponent apiServer(String flag, String value) {
    return LiveComponent.of("kube-apiserver", URL, new Flagz.Answered(Map.of(flag, value)));
  }

  private static OneNode node(List<ProbeAnswers> probes, LiveComponent... live) {
    return new OneNode(
        Visibility.NOT_OBSERVED,
        Arrays.stream(live).map(LiveComponent::component).toList(),
        Arrays.stream(live).flatMap(one -> one.problems().stream()).toList(),
        probes);
  }

  private static Finding finding(String control, LiveComponent... live) {
    return node(List.of(), live).finding(control, Scope.nodeEndpoints());
  }

  @Test
  void anAnswerDecides() {
    assertThat(finding(PROFILING, SILENT_KUBELET, apiServer("profiling", "false")).status())
        .isEqualTo(Status.Pass);
    Finding failing = finding(PROFILING, SILENT_KUBELET, apiServer("profiling", "true"));
    assertThat(failing.status()).isEqualTo(Status.Fail);
    assertThat(failing.evidence()).extracting("file").containsExactly(URL);
  }

  @Test
  void whatDidNotAnswerIsNotKnownAndSaysHowItCanBe() {
    Finding finding = finding("kubelet-anonymous-auth-off", SILENT_KUBELET);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message())
        .contains("has no certificate of the cluster's authority")
        .endsWith("add Node to spec.sources, where such pods may run.");
  }

  @Test
  void aProbeDecidesWhereTheComponentDidNotAnswer() {
    ProbeAnswers refused =
        new ProbeAnswers(
            Probe.Profiling,
            SourceLocation.line("https://192.0.2.1:6443/debug/pprof/", 1),
            List.of(new ProbeAnswers.Answered("GET /debug/pprof/", new ProbeAnswers.Status(404))));
    LiveComponent silent =
        LiveComponent.of("kube-apiserver", URL, new Flagz.Unreadable("is not served (404)"));
    assertThat(
            node(List.of(refused), SILENT_KUBELET, silent)
                .finding(PROFILING, Scope.nodeEndpoints())
                .status())
        .isEqualTo(Status.Pass);
  }

  @Test
  void aNodeWithoutAnEndpointOfAnApiServerHasNone() {
    Finding finding = finding(PROFILING, SILENT_KUBELET);
    assertThat(finding.status()).isEqualTo(Status.NotApplicable);
    assertThat(finding.reason()).isEqualTo(Reason.NotOnThisNode);
  }

  @Test
  void theContentOfAFileThatAFlagNamesIsNotKnown() {
    Finding finding =
        finding(
            "audit-policy-key-concerns",
            SILENT_KUBELET,
            apiServer("audit-policy-file", "/etc/kubernetes/policy.yaml"));
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("/etc/kubernetes/policy.yaml", "add Node");
  }

  @Test
  void nothingIsMetThatOnlyAPodOnTheNodeCouldTell() {
    List<Control> controls =
        Catalogue.load().controls().stream().filter(control -> !control.isOfCluster()).toList();
    Map<Control, Finding> findings =
        new Engine(controls)
            .evaluate(
                new Evidence(
                    Evidence.SCHEMA_VERSION,
                    Scope.nodeEndpoints(),
                    List.of(SILENT_KUBELET.component()),
                    List.of(),
                    SILENT_KUBELET.problems(),
                    List.of(),
                    List.of()),
                ReleaseHints.ofNode("v1.36.3"));
    assertThat(findings).hasSameSizeAs(controls);
    assertThat(findings)
        .allSatisfy(
            (control, finding) ->
                assertThat(finding.status())
                    .as(control.name())
                    .isEqualTo(
                        control.component().equals("kube-apiserver")
                            ? Status.NotApplicable
                            : Status.Error));
    assertThat(
            findings.entrySet().stream()
                .filter(entry -> entry.getKey().component().equals("etcd"))
                .map(entry -> entry.getValue().reason()))
        .isNotEmpty()
        .containsOnly(Reason.NodePodNeeded);
  }

  @Test
  void anApiServerOfNoNodeIsEvaluatedByControlsOfApiServersAlone() {
    LiveComponent answered = apiServer("profiling", "false");
    Map<Control, Finding> findings =
        new Engine(Catalogue.load().controls())
            .evaluate(
                new Evidence(
                    Evidence.SCHEMA_VERSION,
                    Scope.apiServerEndpoint(),
                    List.of(answered.component()),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()),
                ReleaseHints.none());
    assertThat(findings.keySet()).extracting(Control::component).containsOnly("kube-apiserver");
    assertThat(statuses(findings, PROFILING)).containsExactly(Status.Pass);
    assertThat(
            findings.entrySet().stream()
                .filter(entry -> readsFiles(entry.getKey()))
                .map(entry -> entry.getValue().message()))
        .isNotEmpty()
        .allMatch(message -> message.endsWith("run plumbline check where its files are."));
  }

  private static boolean readsFiles(Control control) {
    return control.expression().contains("files");
  }

  private static Stream<Status> statuses(Map<Control, Finding> findings, String name) {
    return findings.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(entry -> entry.getValue().status());
  }
}
