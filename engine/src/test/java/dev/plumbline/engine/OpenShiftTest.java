package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.PodSecurity;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenShift's API server makes of the file of --openshift-config, beside its command line. */
class OpenShiftTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());

  private static final String UNIT = "0::/system.slice/x.service";
  private static final String CONFIG = "/etc/kubernetes/config.yaml";
  private static final String NOT_ALWAYS_ALLOW = "apiserver-authorization-mode-not-always-allow";
  private static final String MODES = "authorization-mode: [Scope, SystemMasters, RBAC, Node]";

  @TempDir private Path temp;

  private HostRoot host;

  @BeforeEach
  void anEmptyNode() throws IOException {
    host = HostRoot.in(temp).process(1, "0", "0::/init.scope", "/sbin/init");
  }

  private Finding finding(String control, String... directories) {
    Map<Control, Finding> findings =
        ENGINE.evaluate(
            new Collector(Duration.ofSeconds(20))
                .collectHost(
                    host.root(), directories.length == 0 ? List.of("/") : List.of(directories)),
            ReleaseHints.ofNode("v1.36.3"));
    return Objects.requireNonNull(findings.get(CATALOGUE.named(control).orElseThrow()));
  }

  private void apiServer(String... arguments) throws IOException {
    String[] argv = new String[arguments.length + 2];
    argv[0] = "kube-apiserver";
    argv[1] = "--openshift-config=" + CONFIG;
    System.arraycopy(arguments, 0, argv, 2, arguments.length);
    host.process(100, "0", UNIT, argv);
  }

  private void config(String arguments, String... fields) throws IOException {
    host.file(
        CONFIG,
        "kind: KubeAPIServerConfig\napiServerArguments:\n"
            + arguments.indent(2)
            + String.join("\n", fields)
            + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "Pass => authorization-mode: [Scope, SystemMasters, RBAC, Node]",
        "Pass => authorization-mode: [Scope, SystemMasters, RBAC, MinimumKubeletVersion, Node]",
        "Fail => authorization-mode: [Scope, AlwaysAllow]",
        // As with Kubernetes itself, nothing at all allows everything.
        "Fail => anonymous-auth: ['false']",
        "Error => authorization-mode: [Scope, Mistyped]",
        "Error => authorization-mode: RBAC",
        "Error => authorization-mode: [true]",
      })
  void theFilesArgumentsCount(String expected, String arguments) throws IOException {
    config(arguments);
    apiServer();
    assertThat(finding(NOT_ALWAYS_ALLOW).status()).isEqualTo(Status.valueOf(expected));
  }

  /** The file is parsed behind the command line: one value replaces, a list is added to. */
  @Test
  void theFileOutweighsTheCommandLine() throws IOException {
    config(MODES + "\nprofiling: ['false']");
    apiServer("--profiling=true", "--authorization-mode=AlwaysAllow");
    assertThat(finding("apiserver-profiling-off").status()).isEqualTo(Status.Pass);
    assertThat(finding(NOT_ALWAYS_ALLOW).status()).isEqualTo(Status.Fail);
  }

  @Test
  void itsOwnFieldsBecomeArgumentsUnlessThereAreSuch() throws IOException {
    config(
        MODES + "\naudit-log-maxbackup: ['3']",
        "auditConfig: {enabled: true, auditFilePath: /var/log/a, maximumFileRetentionDays: 30,"
            + " maximumRetainedFiles: 20}",
        "servingInfo: {minTLSVersion: VersionTLS13, bindAddress: '[::]:7443'}",
        "serviceAccountPublicKeyFiles: [/keys]");
    apiServer();
    assertThat(finding("apiserver-audit-log-maxage").message()).contains("30");
    assertThat(finding("apiserver-audit-log-maxbackup").message()).contains("is 3");
    assertThat(finding("apiserver-secure-port-on").message()).contains("7443");
    assertThat(finding("apiserver-service-account-key-file").message()).contains("/keys");
    assertThat(finding("apiserver-strong-ciphers").status()).isNotEqualTo(Status.Fail);
  }

  /** Which suites its program has by default is another list in each release. */
  @Test
  void cipherSuitesThatTheFileLeavesOutAreUnknown() throws IOException {
    config(MODES);
    apiServer();
    assertThat(finding("apiserver-strong-ciphers").status()).isEqualTo(Status.Error);
  }

  @Test
  void admissionPluginsOfItsOwnAreOnByDefault() throws IOException {
    config(MODES + "\ndisable-admission-plugins: [ServiceAccount]");
    apiServer();
    assertThat(finding("apiserver-node-restriction").status()).isEqualTo(Status.Pass);
    assertThat(finding("apiserver-service-account-admission").status()).isEqualTo(Status.Fail);
  }

  @Test
  void filesThatTheFileNamesAreRead() throws IOException {
    host.file("/etc/policy.yaml", "kind: Policy\nrules: [{level: Metadata}]\n");
    config(MODES + "\naudit-policy-file: [/etc/policy.yaml]\naudit-log-path: [/var/log/a]");
    apiServer();
    assertThat(finding("audit-policy-minimal").status()).isEqualTo(Status.Pass);
  }

  @Test
  void aFileThatCannotBeReadLeavesNothingKnown() throws IOException {
    apiServer("--profiling=false");
    Finding absent = finding("apiserver-profiling-off");
    assertThat(absent.status()).isEqualTo(Status.Error);
    assertThat(absent.message()).contains(CONFIG);
    config(MODES);
    Finding outOfScope = finding("apiserver-profiling-off", "/opt");
    assertThat(outOfScope.status()).isEqualTo(Status.Error);
    assertThat(outOfScope.message()).contains("PLUMBLINE_HOST_PATHS");
    host.file(CONFIG, "kind: KubeControllerManagerConfig\n");
    assertThat(finding("apiserver-profiling-off").status()).isEqualTo(Status.Error);
  }

  /** Its builds ignore gates that are other components'; those of Kubernetes refuse them. */
  @Test
  void featureGatesOfOtherComponentsAreIgnored() throws IOException {
    String file = "/etc/kubernetes/static-pod-resources/configmaps/config/config.yaml";
    host.file(file, "kind: KubeSchedulerConfiguration\nenableProfiling: false\n")
        .process(
            100, "0", UNIT, "kube-scheduler", "--config=" + file, "--feature-gates=Other=true");
    assertThat(finding("scheduler-profiling-off").status()).isEqualTo(Status.Pass);
    host.file("/etc/s.yaml", "kind: KubeSchedulerConfiguration\nenableProfiling: false\n")
        .process(
            100, "0", UNIT, "kube-scheduler", "--config=/etc/s.yaml", "--feature-gates=Other=true");
    assertThat(finding("scheduler-profiling-off").status()).isEqualTo(Status.Error);
  }

  private void unfollowed(String mode) throws IOException {
    host.manifest(
        """
        apiVersion: v1
        kind: Pod
        spec:
          containers:
          - name: kube-apiserver
            command: [sh, -c, "eval kube-apiserver %s"]
        """
            .formatted(mode));
  }

  @Test
  void aManifestsModeDoesNotDependOnItsScript() throws IOException {
    unfollowed("--profiling=false");
    assertThat(finding("apiserver-manifest-owner").status()).isIn(Status.Pass, Status.Fail);
    assertThat(finding("apiserver-manifest-mode").status()).isIn(Status.Pass, Status.Fail);
    assertThat(finding("apiserver-profiling-off").status()).isEqualTo(Status.Error);
  }

  /** What the component really does is what its process was started with. */
  @Test
  void aRunningProcessDecidesWhereTheScriptCannotBeFollowed() throws IOException {
    unfollowed("--profiling=true");
    host.process(100, "0", UNIT, "kube-apiserver", "--profiling=false");
    Finding finding = finding("apiserver-profiling-off");
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("could not be followed");
  }

  @Test
  void aPodOfAnotherNameThatMayStartItIsStillAnError() throws IOException {
    host.manifest(
            """
            apiVersion: v1
            kind: Pod
            spec:
              containers:
              - name: other
                command: [sh, -c, "eval kube-apiserver --profiling=true"]
            """)
        .process(100, "0", UNIT, "kube-apiserver", "--profiling=false");
    assertThat(finding("apiserver-profiling-off").status()).isEqualTo(Status.Error);
  }

  @Test
  void usersThatItsFileExemptsFromPodSecurityAreNotLost() throws IOException {
    config(
        MODES,
        """
        admission:
          pluginConfig:
            PodSecurity:
              configuration:
                kind: PodSecurityConfiguration
                defaults: {enforce: restricted}
                exemptions: {usernames: [system:serviceaccount:a:b]}
        """);
    apiServer();
    Evidence evidence = new Collector(Duration.ofSeconds(20)).collectHost(host.root());
    assertThat(PodSecurity.of(evidence, ReleaseHints.ofNode("v1.36.3")))
        .isNotEmpty()
        .allSatisfy(found -> assertThat(found).isInstanceOf(PodSecurity.Ineffective.class));
  }
}
