package dev.plumbline.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Alert;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Decision;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.TlsProtocol;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a component does decides beside what it is configured to do. */
class ProbesTest {

  private static final String PROFILING = "apiserver-profiling-off";
  private static final String URL = "https://192.0.2.1:6443/debug/pprof/";
  private static final SourceLocation MANIFEST =
      SourceLocation.line("/etc/kubernetes/manifests/kube-apiserver.yaml", 1);

  private static ProbeAnswers answers(Probe probe, Answer... answers) {
    List<Answered> all = new ArrayList<>();
    for (Answer answer : answers) {
      all.add(new Answered("question " + (all.size() + 1), answer));
    }
    return new ProbeAnswers(probe, SourceLocation.line(URL, 1), all);
  }

  private static ProbeAnswers statuses(Probe probe, int... statuses) {
    return answers(
        probe, Arrays.stream(statuses).mapToObj(ProbeAnswers.Status::new).toArray(Answer[]::new));
  }

  private static Component manifest(String... arguments) {
    return new Component(
        "kube-apiserver",
        Source.MANIFEST,
        MANIFEST,
        "registry.k8s.io/kube-apiserver:v1.36.3",
        Arrays.stream(arguments).map(argument -> Argument.known(argument, MANIFEST)).toList(),
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        List.of(),
        Excerpt.none());
  }

  private static Finding finding(
      String control, List<Component> components, List<Problem> problems, ProbeAnswers probe) {
    return new OneNode(Visibility.NOT_OBSERVED, components, problems, List.of(probe))
        .finding(control);
  }

  private static Finding finding(String control, ProbeAnswers probe, String... arguments) {
    return finding(control, List.of(manifest(arguments)), List.of(), probe);
  }

  /** By the probe alone: nothing else was observed of the component. */
  private static Status alone(String control, ProbeAnswers probe) {
    return finding(control, List.of(), List.of(), probe).status();
  }

  @Test
  void whatItDoesIsSaidBesideWhatItIsConfiguredToDo() {
    Finding finding = finding(PROFILING, statuses(Probe.Profiling, 404), "--profiling=false");
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message())
        .isEqualTo(
            "--profiling is false. The API server serves no profiles: question 1 is answered with"
                + " 404.");
    assertThat(finding.evidence()).extracting("file").contains(MANIFEST.file(), URL);
    assertThat(finding.comparison()).contains(Comparison.Agree);
  }

  @Test
  void doingSomethingElseIsDrift() {
    Finding finding = finding(PROFILING, statuses(Probe.Profiling, 200), "--profiling=false");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.Drift);
    assertThat(finding.message())
        .contains("Asked by the probe Profiling (" + URL + "): The API server serves profiles")
        .contains("The manifest " + MANIFEST.file() + ": --profiling is false.")
        .contains("What the running component does differs");
    assertThat(finding.comparison()).contains(Comparison.Differ);
  }

  /** A probe is no reason to pass what could fail after the next restart. */
  @Test
  void aManifestThatFailsStillFails() {
    Finding finding = finding(PROFILING, statuses(Probe.Profiling, 404), "--profiling=true");
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.Drift);
    assertThat(finding.message()).contains("--profiling is true.");
  }

  @Test
  void anAnswerThatProvesNothingDecidesNothingBesideAnotherSource() {
    Finding finding =
        finding(
            PROFILING,
            answers(Probe.Profiling, new None("could not be reached")),
            "--profiling=false");
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("question 1 could not be reached");
    assertThat(finding.comparison()).isEmpty();
  }

  @Test
  void nothingObservedIsNeverAPass() {
    ProbeAnswers silent = answers(Probe.Profiling, new None("could not be reached"));
    Problem unreadable = new Problem("kube-apiserver", MANIFEST, "could not be read");
    assertThat(finding(PROFILING, List.of(), List.of(unreadable), silent).status())
        .isEqualTo(Status.Error);
    assertThat(alone(PROFILING, silent)).isNotEqualTo(Status.Pass);
    assertThat(alone(PROFILING, answers(Probe.Profiling))).isNotEqualTo(Status.Pass);
  }

  /** The node's own evidence is not whole; what the component does is proved all the same. */
  @Test
  void aViolationIsOneWhateverElseIsUnknown() {
    Problem unreadable = new Problem("kube-apiserver", MANIFEST, "could not be read");
    Finding fails =
        finding(PROFILING, List.of(), List.of(unreadable), statuses(Probe.Profiling, 200));
    assertThat(fails.status()).isEqualTo(Status.Fail);
    assertThat(fails.message()).contains("could not be read");
    assertThat(fails.comparison()).as("nothing to compare with").isEmpty();
    assertThat(
            finding(PROFILING, List.of(), List.of(unreadable), statuses(Probe.Profiling, 404))
                .status())
        .isEqualTo(Status.Error);
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-profiling-off, Profiling, 404, Pass",
    "apiserver-profiling-off, Profiling, 200, Fail",
    "apiserver-anonymous-authentication-disabled, AnonymousRequests, 401 401 401, Pass",
    "apiserver-anonymous-authentication-disabled, AnonymousRequests, 403 200 200, Fail",
    "apiserver-anonymous-authentication-disabled, AnonymousRequests, 401 200 401, Fail",
    "apiserver-anonymous-auth-off, AnonymousRequests, 403 200 200, Manual",
    "kubelet-anonymous-auth-off, KubeletRequests, 401, Pass",
    "kubelet-anonymous-auth-off, KubeletRequests, 403, Fail",
    "kubelet-anonymous-auth-off, KubeletRequests, 200, Fail",
    "kubelet-authorization-not-always-allow, KubeletRequests, 403, Pass",
    "kubelet-authorization-not-always-allow, KubeletRequests, 200, Fail",
    "kubelet-authorization-not-always-allow, KubeletAuthorization, 403, Pass",
    "kubelet-authorization-not-always-allow, KubeletAuthorization, 200, Fail",
    "kubelet-read-only-port-off, KubeletReadOnlyPort, 200, Fail",
    "kubelet-read-only-port-off, KubeletReadOnlyPort, 404, Fail",
    "etcd-client-cert-auth, EtcdClientRequests, 200 400, Fail",
    "etcd-client-cert-auth, EtcdClientRequests, 400 200, Fail",
    "etcd-peer-client-cert-auth, EtcdPeerRequests, 200 400, Fail",
    "controller-manager-bind-address, ControllerManagerPort, 200, Fail",
    "controller-manager-bind-address, ControllerManagerPort, 403, Fail",
    "scheduler-bind-address, SchedulerPort, 200, Fail",
    "proxy-metrics-local, KubeProxyMetrics, 200, Fail",
  })
  void statusesTell(String control, Probe probe, String statuses, Status expected) {
    int[] codes = Arrays.stream(statuses.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(alone(control, statuses(probe, codes))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-profiling-off, Profiling, 403",
    "apiserver-profiling-off, Profiling, 500",
    "apiserver-anonymous-authentication-disabled, AnonymousRequests, 401 401 429",
    "apiserver-anonymous-authentication-disabled, AnonymousRequests, 500 503 404",
    "kubelet-anonymous-auth-off, KubeletRequests, 404",
    "kubelet-authorization-not-always-allow, KubeletRequests, 401",
    "kubelet-authorization-not-always-allow, KubeletAuthorization, 401",
    "etcd-client-cert-auth, EtcdClientRequests, 400 400",
    "etcd-peer-client-cert-auth, EtcdPeerRequests, 404 500",
    "controller-manager-bind-address, ControllerManagerPort, 401",
    "scheduler-bind-address, SchedulerPort, 404",
    "proxy-metrics-local, KubeProxyMetrics, 401",
    "proxy-metrics-local, KubeProxyMetrics, 404",
  })
  void otherStatusesProveNothing(String control, Probe probe, String statuses) {
    int[] codes = Arrays.stream(statuses.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(alone(control, statuses(probe, codes))).isIn(Status.Error, Status.NotApplicable);
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-authorization-mode-not-always-allow, Authorization, false false, Pass",
    "apiserver-authorization-mode-not-always-allow, Authorization, false true, Fail",
    "apiserver-authorization-mode-not-always-allow, Authorization, true true, Fail",
    "apiserver-authorization-mode-not-always-allow, Authorization, false false true true, Fail",
    "apiserver-authorization-mode-not-always-allow, Authorization, false true false true, Fail",
    "apiserver-authorization-mode-not-always-allow, Authorization, false false false true, Pass",
    "apiserver-authorization-mode-includes-node, NodeAuthorization, true false, Pass",
    "apiserver-authorization-mode-includes-node, NodeAuthorization, false false, Fail",
    "apiserver-authorization-mode-includes-node, NodeAuthorization, true true, Error",
  })
  void decisionsTell(String control, Probe probe, String decisions, Status expected) {
    Answer[] all =
        Arrays.stream(decisions.split(" "))
            .map(allowed -> new Decision(Boolean.parseBoolean(allowed)))
            .toArray(Answer[]::new);
    assertThat(alone(control, answers(probe, all))).isEqualTo(expected);
  }

  @Test
  void oneQuestionWithoutAnAnswerProvesNothing() {
    assertThat(
            alone(
                "apiserver-authorization-mode-not-always-allow",
                answers(Probe.Authorization, new Decision(false), new None("timed out"))))
        .isNotEqualTo(Status.Pass);
    assertThat(
            alone(
                "apiserver-authorization-mode-includes-node",
                answers(Probe.NodeAuthorization, new Decision(true))))
        .isNotEqualTo(Status.Pass);
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-always-pull-images, ImagePullAdmission, With With, Manual",
    "apiserver-always-pull-images, ImagePullAdmission, Refused With, Manual",
    "apiserver-always-pull-images, ImagePullAdmission, With Without, Pass",
    "apiserver-always-pull-images, ImagePullAdmission, With Refused, Pass",
    "apiserver-deny-service-external-ips, ServiceAdmission, With With, Manual",
    "apiserver-deny-service-external-ips, ServiceAdmission, With Refused, Pass",
    "apiserver-deny-service-external-ips, ServiceAdmission, With Without, Pass",
    "apiserver-deny-service-external-ips, ServiceAdmission, Refused Refused, Error",
    "apiserver-deny-service-external-ips, ServiceAdmission, Refused, Error",
    "apiserver-deny-service-external-ips, ServiceAdmission, With, Error",
  })
  void dryRunsTell(String control, Probe probe, String admitted, Status expected) {
    Answer[] all =
        Arrays.stream(admitted.split(" "))
            .map(one -> new ProbeAnswers.Admission(ProbeAnswers.Admitted.valueOf(one)))
            .toArray(Answer[]::new);
    Problem unreadable = new Problem("kube-apiserver", MANIFEST, "could not be read");
    assertThat(alone(control, answers(probe, all)))
        .isEqualTo(expected == Status.Error ? absent(control) : expected);
    assertThat(finding(control, List.of(), List.of(unreadable), answers(probe, all)).status())
        .as("what is met passes nothing that could not be read")
        .isEqualTo(Status.Error);
  }

  /** Without any source. */
  private static Status absent(String control) {
    return new OneNode(Visibility.NOT_OBSERVED, List.of(), List.of(), List.of())
        .finding(control)
        .status();
  }

  @Test
  void aRefusalProvesNothingWhereTheSameWithoutItIsNotAdmitted() {
    Finding finding =
        finding(
            "apiserver-deny-service-external-ips",
            answers(
                Probe.ServiceAdmission,
                new None("was refused by a quota of the namespace"),
                new ProbeAnswers.Admission(ProbeAnswers.Admitted.Refused)),
            "--enable-admission-plugins=DenyServiceExternalIPs");
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("question 1 was refused by a quota");
    assertThat(finding.comparison()).isEmpty();
  }

  /** A plugin that is configured and does not act, and one that another policy makes up for. */
  @Test
  void whatIsAdmittedIsComparedWithThePlugins() {
    ProbeAnswers admits =
        answers(
            Probe.ServiceAdmission,
            new ProbeAnswers.Admission(ProbeAnswers.Admitted.With),
            new ProbeAnswers.Admission(ProbeAnswers.Admitted.With));
    Finding drift =
        finding(
            "apiserver-deny-service-external-ips",
            admits,
            "--enable-admission-plugins=DenyServiceExternalIPs");
    assertThat(drift.status()).isEqualTo(Status.Manual);
    assertThat(drift.comparison()).contains(Comparison.Differ);
    assertThat(drift.message()).contains("The API server admits a question 2.");
  }

  private static final String STRONG = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String WEAK = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
  private static final String CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";

  /** {@code 10-70} is an alert, {@code 12-TLS_X} a choice, and {@code 12-none} no answer. */
  private static Answer handshake(String text) {
    TlsProtocol protocol = TlsProtocol.valueOf("TLS" + text.substring(0, 2));
    String answer = text.substring(3);
    if (answer.equals("none")) {
      return new None("did not answer");
    }
    return answer.startsWith("TLS")
        ? new Handshake(protocol, answer)
        : new Alert(protocol, Integer.parseInt(answer));
  }

  private static ProbeAnswers handshakes(Probe probe, String... all) {
    return answers(probe, Stream.of(all).map(ProbesTest::handshake).toArray(Answer[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "10-70 11-70 12-TLS_X 13-TLS_Y, Pass",
    "10-70 11-70 12-TLS_X 13-70, Pass",
    "10-70 11-70 12-70 13-TLS_Y, Pass",
    "10-TLS_X 11-TLS_X 12-TLS_X 13-TLS_Y, Fail",
    "10-70 11-TLS_X 12-TLS_X 13-TLS_Y, Fail",
    "10-none 11-TLS_X, Fail",
    // TLS 1.0 may have been refused for its suites alone, by a server that accepts it with others.
    "10-40 11-40 12-TLS_X 13-TLS_Y, Error",
    "10-70 11-40 12-TLS_X 13-TLS_Y, Error",
    "10-none 11-70 12-none 13-none, Error",
    "10-70 11-70 12-70 13-70, Error",
    "10-70 11-70 12-70 13-none, Error",
    // It contradicts itself.
    "10-TLS_X 11-70, Error",
  })
  void theOldestProtocolTells(String all, Status expected) {
    Status status =
        alone("apiserver-tls-min-version", handshakes(Probe.ApiServerTls, all.split(" ")));
    assertThat(status).isIn(expected, expected == Status.Error ? Status.NotApplicable : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "12-" + STRONG + " 12-" + WEAK + " 12-40, Fail",
    "12-" + WEAK + " 12-none, Fail",
    "10-" + WEAK + ", Fail",
    "10-70 11-70 12-70 13-TLS_AES_128_GCM_SHA256, Pass",
    // With a certificate of another kind it may accept others.
    "10-70 11-70 12-" + STRONG + " 12-40 13-TLS_AES_128_GCM_SHA256, Error",
    "12-" + CHACHA + " 12-40, Error",
    "13-TLS_AES_128_GCM_SHA256, Error",
    "13-TLS_ANYTHING_THAT_NO_FLAG_CHANGES, Error",
    "12-none, Error",
  })
  void weakSuitesTell(String all, Status expected) {
    for (boolean kubelet : List.of(true, false)) {
      Status status =
          alone(
              kubelet ? "kubelet-strong-ciphers" : "apiserver-strong-ciphers",
              handshakes(kubelet ? Probe.KubeletTls : Probe.ApiServerTls, all.split(" ")));
      assertThat(status).isIn(expected, expected == Status.Error ? Status.NotApplicable : expected);
    }
  }

  /** A benchmark that allows fewer decides by its own list. */
  @Test
  void whatIsAllowedIsTheControlsParameter() {
    ProbeAnswers chacha = handshakes(Probe.ApiServerTls, "10-70", "11-70", "12-" + CHACHA, "12-40");
    Map<ProbedRequirement, Map<String, List<String>>> allowed =
        Map.of(
            ProbedRequirement.AcceptsStrongSuites, Map.of("suites", List.of(STRONG)),
            ProbedRequirement.AcceptsAllowedTls, Map.of("versions", List.of("VersionTLS13")));
    allowed.forEach(
        (requirement, parameters) ->
            assertThat(requirement.outcome(chacha, parameters))
                .isInstanceOf(ProbeOutcome.Violated.class));
    // The older of its two names.
    assertThat(
            ProbedRequirement.AcceptsStrongSuites.outcome(
                chacha, Map.of("suites", List.of("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"))))
        .isInstanceOf(ProbeOutcome.NothingProved.class);
    assertThat(ProbedRequirement.AcceptsStrongSuites.outcome(chacha, Map.of()))
        .isInstanceOf(ProbeOutcome.NothingProved.class);
    ProbeAnswers etcd = handshakes(Probe.EtcdTls, "10-70", "11-70", "12-" + WEAK, "12-40");
    assertThat(
            ProbedRequirement.EtcdAcceptsAllowedTls.outcome(
                etcd, Map.of("versions", List.of("TLS1.2", "TLS1.3"))))
        .isInstanceOf(ProbeOutcome.Met.class);
    assertThat(
            ProbedRequirement.EtcdAcceptsStrongSuites.outcome(
                etcd, Map.of("suites", List.of(STRONG))))
        .isInstanceOf(ProbeOutcome.Violated.class);
  }

  /** So that a probe and an expression have one list, and not two. */
  @Test
  void controlsWithAProbeOfTlsHaveTheParameterThatItComparesWith() {
    Map<Probe, ProbeAnswers> weak =
        Stream.of(Probe.ApiServerTls, Probe.KubeletTls, Probe.EtcdTls)
            .collect(Collectors.toMap(p -> p, p -> handshakes(p, "10-" + WEAK)));
    List<String> controls =
        Catalogue.load().controls().stream()
            .flatMap(
                control ->
                    control.probes().stream()
                        .filter(requirement -> weak.containsKey(requirement.probe()))
                        .map(
                            requirement -> {
                              assertThat(
                                      requirement.outcome(
                                          Objects.requireNonNull(weak.get(requirement.probe())),
                                          CompiledControl.of(control).parameters()))
                                  .as(control.name())
                                  .isInstanceOf(ProbeOutcome.Violated.class);
                              return control.name();
                            }))
            .toList();
    assertThat(controls)
        .containsExactlyInAnyOrder(
            "apiserver-tls-min-version", "apiserver-strong-ciphers", "kubelet-strong-ciphers");
  }

  /** etcd asks for certificates by the file of an authority alone, whatever the flag says. */
  @ParameterizedTest
  @CsvSource({
    "etcd-client-cert-auth, EtcdClientRequests",
    "etcd-peer-client-cert-auth, EtcdPeerRequests"
  })
  void aRefusalOfEtcdIsToldAndProvesNothing(String control, Probe probe) {
    None refused = new None("refused the connection with the TLS alert certificate_required");
    ProbedRequirement requirement = Catalogue.load().named(control).orElseThrow().probes().get(0);
    assertThat(requirement.outcome(answers(probe, refused, refused), Map.of()))
        .isInstanceOfSatisfying(
            ProbeOutcome.NothingProved.class,
            nothing -> assertThat(nothing.message()).contains("certificate_required"));
    assertThat(alone(control, answers(probe, refused, refused))).isNotEqualTo(Status.Pass);
  }
}
