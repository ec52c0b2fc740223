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
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A component that answers for itself is one more source beside what a node has. */
class LiveEvidenceTest {

  private static final String NAME = "kube-apiserver";
  private static final String URL = "https://192.0.2.1:6443/flagz";
  private static final String PROFILING = "apiserver-profiling-off";
  private static final String ETCD_CLIENT = "apiserver-etcd-client-certificate";
  private static final String LOOKUP = "apiserver-service-account-lookup";
  private static final String AUDIT_POLICY = "audit-policy-key-concerns";

  private static final ReferencedFile ALLOWS_EVERYBODY =
      new ReferencedFile.Authorization(
          "/etc/kubernetes/authorization.yaml",
          "/etc/kubernetes/authorization.yaml",
          "apiserver.config.k8s.io/v1",
          List.of(
              new ReferencedFile.Authorizer(
                  "AlwaysAllow",
                  "alwaysallow",
                  SourceLocation.line("/etc/kubernetes/authorization.yaml", 1),
                  ReferencedFile.Presence.ABSENT,
                  Map.of())),
          Excerpt.none());

  private static Component observed(Source source, List<ReferencedFile> files, String... args) {
    SourceLocation place = SourceLocation.line("/etc/kubernetes/manifests/kube-apiserver.yaml", 1);
    return new Component(
        NAME,
        source,
        place,
        source == Source.MANIFEST ? "registry.k8s.io/kube-apiserver:v1.36.3" : "",
        Arrays.stream(args).map(argument -> Argument.known(argument, place)).toList(),
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        files,
        Excerpt.none());
  }

  private static Component manifest(String... arguments) {
    return observed(Source.MANIFEST, List.of(), arguments);
  }

  private static LiveComponent live(Map<String, String> flags) {
    return LiveComponent.of(NAME, URL, new Flagz.Answered(flags));
  }

  private static LiveComponent silent() {
    return LiveComponent.of(NAME, URL, new Flagz.Unreadable("answered with 404"));
  }

  private static Finding finding(String control, LiveComponent live, Component... observed) {
    return new OneNode(
            Visibility.NOT_OBSERVED,
            Stream.concat(Arrays.stream(observed), Stream.of(live.component())).toList(),
            live.problems(),
            List.of())
        .finding(control);
  }

  @Test
  void agreementIsOneSentence() {
    Finding finding =
        finding(PROFILING, live(Map.of("profiling", "false")), manifest("--profiling=false"));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message())
        .isEqualTo("--profiling is false. The running component itself reports the same.");
    assertThat(finding.comparison()).contains(Comparison.Agree);
    assertThat(finding.evidence()).extracting("file").contains(URL);
  }

  @Test
  void aDifferenceIsDrift() {
    Finding finding =
        finding(PROFILING, live(Map.of("profiling", "true")), manifest("--profiling=false"));
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.Drift);
    assertThat(finding.message())
        .contains("The running component itself (" + URL + "): --profiling is true")
        .contains("kube-apiserver.yaml: --profiling is false.");
    assertThat(finding.comparison()).contains(Comparison.Differ);
    assertThat(finding.patches()).isEmpty();
  }

  @Test
  void whatIsPrintedUnreadablyAndDecidesNothingIsNoDrift() {
    Finding finding =
        finding(
            ETCD_CLIENT,
            live(
                Map.of(
                    "etcd-servers",
                    "[https://127.0.0.1:2379]",
                    "etcd-certfile",
                    "",
                    "etcd-keyfile",
                    "CLASSIFIED")),
            manifest(
                "--etcd-servers=https://127.0.0.1:2379",
                "--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key"));
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.RequirementNotMet);
    assertThat(finding.message()).contains("reports the same").doesNotContain("drift");
  }

  /** Plugins that are on by default may have been turned off by the flag that is not printed. */
  @Test
  void aFlagThatIsNotPrintedIsNotTakenForItsDefault() {
    Map<String, String> some =
        Map.of("authorization-mode", "[Node]", "enable-admission-plugins", "[NodeRestriction]");
    Finding plugin = finding("apiserver-namespace-lifecycle", live(some));
    assertThat(plugin.status()).isEqualTo(Status.Error);
    assertThat(plugin.message()).contains("--disable-admission-plugins").contains("is not printed");
    Finding authorizer = finding("apiserver-authorization-mode-includes-node", live(some));
    assertThat(authorizer.status()).isEqualTo(Status.Error);
    assertThat(authorizer.message()).contains("--authorization-config").contains("is not printed");
  }

  /** Seen on a true cluster: an API server that allows everything takes no anonymous requests. */
  @Test
  void anonymousRequestsAreOffWhereEverybodyIsAllowed() {
    LiveComponent server =
        live(
            Map.of(
                "anonymous-auth",
                "false",
                "authentication-config",
                "",
                "authorization-config",
                "",
                "authorization-mode",
                "[AlwaysAllow]"));
    for (Component manifest :
        List.of(
            manifest("--authorization-mode=Node,AlwaysAllow", "--anonymous-auth=true"),
            manifest("--authorization-mode=AlwaysAllow"),
            manifest())) {
      Finding finding = finding("apiserver-anonymous-auth-off", server, manifest);
      assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Pass);
      assertThat(finding.comparison()).contains(Comparison.Agree);
    }
  }

  /** An AuthorizationConfiguration with that authorizer does not turn them off. */
  @Test
  void anonymousRequestsStayOnWhereAFileAllowsEverybody() {
    Finding finding =
        finding(
            "apiserver-anonymous-auth-off",
            live(
                Map.of(
                    "anonymous-auth",
                    "true",
                    "authentication-config",
                    "",
                    "authorization-config",
                    "/etc/kubernetes/authorization.yaml",
                    "authorization-mode",
                    "[]")),
            observed(
                Source.MANIFEST,
                List.of(ALLOWS_EVERYBODY),
                "--authorization-config=/etc/kubernetes/authorization.yaml"));
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Manual);
    assertThat(finding.comparison()).contains(Comparison.Agree);
  }

  /** What is printed does not tell a default from the same value that was given. */
  @Test
  void aDefaultThatIsWrittenInTheManifestIsNoDrift() {
    Finding finding =
        finding(
            LOOKUP,
            live(Map.of("service-account-lookup", "true")),
            manifest("--service-account-lookup=true"));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("reports the same").doesNotContain("drift");
  }

  @Test
  void anAnswerDecidesAlone() {
    assertThat(finding(PROFILING, live(Map.of("profiling", "false"))).status())
        .isEqualTo(Status.Pass);
    assertThat(finding(PROFILING, live(Map.of("profiling", "true"))).status())
        .isEqualTo(Status.Fail);
  }

  /** The release has a default, which says nothing of a server that prints its flags. */
  @Test
  void aFlagThatIsNotPrintedIsUnknown() {
    Finding finding = finding(PROFILING, live(Map.of("v", "2")));
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message())
        .contains("--profiling of the running kube-apiserver is not printed");
  }

  @Test
  void whatCannotBeReadBackIsUnknownAndDecidesNothingBesideAManifest() {
    LiveComponent live = live(Map.of("profiling", "CLASSIFIED"));
    assertThat(finding(PROFILING, live).status()).isEqualTo(Status.Error);
    Finding finding = finding(PROFILING, live, manifest("--profiling=false"));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("is classified, and its value is not printed");
  }

  @Test
  void noAnswerIsAnErrorWhereNothingElseIsObserved() {
    Finding finding = finding(PROFILING, silent());
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains(URL + " answered with 404.");
  }

  @Test
  void noAnswerBesideAManifestIsToldAndDecidesNothing() {
    Finding finding = finding(PROFILING, silent(), manifest("--profiling=false"));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("--profiling is false.", URL + " answered with 404.");
  }

  @Test
  void whatAFileHoldsIsTheNodePodsToRead() {
    LiveComponent live = live(Map.of("audit-policy-file", "/etc/kubernetes/audit.yaml"));
    Finding finding = finding(AUDIT_POLICY, live);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message())
        .contains("/etc/kubernetes/audit.yaml", "only a node pod reads it");
  }

  @Test
  void theFilesOfTheProcessAreThoseOfTheAnswer() {
    ReferencedFile unreadable =
        new ReferencedFile.Unreadable("/etc/kubernetes/audit.yaml", "was changed since");
    LiveComponent live = live(Map.of("audit-policy-file", "/etc/kubernetes/audit.yaml"));
    Finding finding =
        finding(
            AUDIT_POLICY,
            live,
            observed(
                Source.PROCESS,
                List.of(unreadable),
                "--audit-policy-file=/etc/kubernetes/audit.yaml"));
    assertThat(finding.message()).contains("was changed since").doesNotContain("only a node pod");
  }

  /** The manifest's own mode and owner are the node's, whoever answers. */
  @Test
  void aManifestsFileIsNotAskedOfTheAnswer() {
    Finding finding = finding("apiserver-manifest-mode", silent(), manifest("--profiling=false"));
    assertThat(finding.message()).doesNotContain("404");
  }
}
