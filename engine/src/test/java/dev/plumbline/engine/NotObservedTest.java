package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was not observed is never a Pass, and not applicable only where it is absent. */
class NotObservedTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());

  private static final List<String> ALL = List.of("/");
  private static final List<String> MOUNTED = List.of("/etc", "/usr/lib", "/var/lib");
  private static final String MANIFESTS = "/etc/kubernetes/manifests";
  private static final String UNIT = "0::/system.slice/x.service";

  @TempDir private Path temp;

  private HostRoot host;

  @BeforeEach
  void anEmptyNode() throws IOException {
    host = HostRoot.in(temp).process(1, "0", "0::/init.scope", "/sbin/init");
  }

  private Finding finding(String control, List<String> directories) {
    return finding(control, directories, ReleaseHints.ofNode("v1.36.3"));
  }

  private Finding finding(String control, List<String> directories, ReleaseHints hints) {
    Map<Control, Finding> findings =
        ENGINE.evaluate(
            new Collector(Duration.ofSeconds(20)).collectHost(host.root(), directories), hints);
    return Objects.requireNonNull(findings.get(CATALOGUE.named(control).orElseThrow()));
  }

  private void running(String component, String... arguments) throws IOException {
    String[] argv = new String[arguments.length + 1];
    argv[0] = "/usr/bin/" + component;
    System.arraycopy(arguments, 0, argv, 1, arguments.length);
    host.process(100, "0", UNIT, argv);
  }

  @Test
  void aDataDirectoryThatIsNotMountedIsAnErrorWithTheSetting() throws IOException {
    running("etcd", "--data-dir=/data/etcd");
    Finding finding = finding("etcd-data-dir-mode", MOUNTED);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("/data/etcd").contains("PLUMBLINE_HOST_PATHS");
  }

  @Test
  void aLinkOutOfWhatIsMountedIsAnErrorToo() throws IOException {
    Files.createDirectories(temp.resolve("etc"));
    Files.createSymbolicLink(temp.resolve("etc/kubeconfig"), Path.of("/opt/kubeconfig"));
    running("kubelet", "--kubeconfig=/etc/kubeconfig");
    Finding finding = finding("kubelet-kubeconfig-mode", MOUNTED);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("/opt/kubeconfig");
  }

  @Test
  void aRunningComponentHasItsDataDirectory() throws IOException {
    running("etcd", "--data-dir=/var/lib/etcd");
    Finding finding = finding("etcd-data-dir-mode", ALL);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("runs with the data directory /var/lib/etcd");
  }

  @Test
  void aConfigurationFileOutOfScopeLeavesFlagsTheirVerdict() throws IOException {
    running("kubelet", "--config=/home/kubernetes/kubelet-config.yaml", "--anonymous-auth=false");
    assertThat(finding("kubelet-anonymous-auth-off", MOUNTED).status()).isEqualTo(Status.Pass);
    Finding mode = finding("kubelet-authorization-not-always-allow", MOUNTED);
    assertThat(mode.status()).isEqualTo(Status.Error);
    assertThat(mode.message()).contains("/home/kubernetes").contains("PLUMBLINE_HOST_PATHS");
  }

  @Test
  void withoutProcessesNothingIsAbsent() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other/etc/kubernetes/manifests"));
    host = new HostRoot(other.getParent().getParent().getParent());
    Finding finding = finding("apiserver-profiling-off", ALL);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("Processes were not inspected");
  }

  @Test
  void withoutTheManifestsDirectoryNothingIsAbsent() {
    Finding finding = finding("apiserver-profiling-off", List.of("/usr/lib"));
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("/etc/kubernetes/manifests was not inspected");
  }

  @Test
  void whereOneCouldLookItIsAbsent() {
    assertThat(finding("apiserver-profiling-off", MOUNTED).status())
        .isEqualTo(Status.NotApplicable);
  }

  @ParameterizedTest
  @CsvSource({
    "--seccomp-default, Pass",
    "--seccomp-default=true, Pass",
    "--seccomp-default=false, Fail",
    "--v=2, Fail"
  })
  void theFlagForSeccompCountsBesideItsField(String argument, Status expected) throws IOException {
    running("kubelet", argument);
    assertThat(finding("kubelet-seccomp-default", ALL).status()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "AllBeta=false, Fail",
    "AllAlpha=true, Pass",
    "'AllBeta=false,RotateKubeletServerCertificate=true', Pass",
    "'AllBeta=true,RotateKubeletServerCertificate=false', Fail",
    "RotateKubeletServerCertificate=true, Pass"
  })
  void gatesOfAWholeStageAreSetUnlessTheyAreNamed(String gates, Status expected)
      throws IOException {
    running("kube-controller-manager", "--feature-gates=" + gates);
    Finding finding = finding("controller-manager-rotate-kubelet-server-certificate", ALL);
    assertThat(finding.status()).as(finding.message()).isEqualTo(expected);
  }

  @Test
  void aPluginThatIsEnabledByNamePassesWhateverTheDefaultsAre() throws IOException {
    host.apiServer(
        "reg.corp/kube-apiserver@sha256:0123",
        List.of("--enable-admission-plugins=NodeRestriction"));
    Finding finding = finding("apiserver-node-restriction", ALL, ReleaseHints.none());
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Pass);
  }

  @Test
  void aSourceThatIsNotKnownIsNoDrift() throws IOException {
    host.apiServer("--authorization-mode=AlwaysAllow")
        .process(
            200,
            "0",
            "0::/kubepods/pod0123456789abcdef0123456789abcdef/x",
            "kube-apiserver",
            "--no-such-flag");
    Finding finding = finding("apiserver-authorization-mode-not-always-allow", ALL);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.RequirementNotMet);
    assertThat(finding.message()).doesNotContain("drift").contains("--no-such-flag");
  }

  @Test
  void aFixNamesNoFileThatTheNodeDoesNotHave() throws IOException {
    host.apiServer("--authorization-mode=Node,RBAC");
    assertThat(finding("apiserver-client-ca", ALL).patches()).isEmpty();
    host.file("/etc/kubernetes/pki/ca.crt", "x");
    assertThat(finding("apiserver-client-ca", ALL).patches())
        .singleElement()
        .satisfies(
            patch -> assertThat(patch.diff()).contains("--client-ca-file=/etc/kubernetes/pki/ca"));
  }

  @Test
  void aManifestThatItsDistributionRewritesIsNoPlaceForAFix() throws IOException {
    host.apiServer("--profiling=true");
    String manifest = Files.readString(temp.resolve(HostRoots.MANIFEST.substring(1)));
    Files.delete(temp.resolve(HostRoots.MANIFEST.substring(1)));
    host.file("/var/lib/rancher/rke2/agent/pod-manifests/kube-apiserver.yaml", manifest);
    Finding finding = finding("apiserver-profiling-off", ALL);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.patches()).isEmpty();
    assertThat(finding.message()).contains("RKE2").contains("/etc/rancher/rke2/config.yaml");
  }

  @Test
  void aRunningComponentIsComparedWithRunningOnes() throws IOException {
    List<String> certificates = certificates();
    host.file("/etc/kubernetes/truth/own.crt", certificates.get(0))
        .file("/etc/kubernetes/truth/api.crt", certificates.get(1))
        .apiServer("--client-ca-file=/etc/kubernetes/truth/own.crt");
    host.process(
        200,
        "0",
        "0::/system.slice/api.service",
        "kube-apiserver",
        "--client-ca-file=/etc/kubernetes/truth/api.crt");
    running("etcd", "--trusted-ca-file=/etc/kubernetes/truth/own.crt", "--data-dir=/var/lib/etcd");
    // The API server's manifest shares the authority, the one that runs does not.
    Finding finding = finding("etcd-own-ca", ALL);
    assertThat(finding.message()).doesNotContain("could not be determined");
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Pass);
  }

  @Test
  void aSetOfFilesOfWhichAPartIsOutOfScopeIsNoPass() throws IOException {
    running("kubelet");
    host.file("/etc/kubernetes/pki/ca.key", "x")
        .file("/usr/lib/systemd/system/kubelet.service", "x");
    Files.setPosixFilePermissions(
        temp.resolve("etc/kubernetes/pki/ca.key"), PosixFilePermissions.fromString("rw-------"));
    assertThat(finding("pki-key-mode", MOUNTED).status()).isEqualTo(Status.Pass);
    // What only other distributions have is no part of this node's sets.
    for (String control :
        List.of(
            "pki-key-mode",
            "kubelet-service-mode",
            "cni-config-mode",
            "admin-kubeconfig-mode",
            "pki-owner",
            "azure-json-mode")) {
      assertThat(finding(control, MOUNTED).status()).as(control).isNotEqualTo(Status.Error);
    }
    Files.createSymbolicLink(temp.resolve("etc/kubernetes/pki/etcd"), Path.of("/opt/etcd"));
    Finding finding = finding("pki-key-mode", MOUNTED);
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("/opt/etcd");
  }

  /** Talos keeps certificates where only nodes of a control plane have something. */
  @Test
  void aControlPlaneThatWasNotLookedForInManifestsMayBeThere() throws IOException {
    running("kubelet");
    host.file("/etc/kubernetes/pki/ca.crt", "x");
    List<String> mounted =
        List.of(
            "/etc/kubernetes/pki",
            "/etc/kubernetes/ssl",
            "/etc/kubernetes/static-pod-resources",
            "/etc/machine-config-daemon",
            "/etc/rancher",
            "/etc/sv",
            "/etc/systemd",
            "/usr/lib",
            "/var");
    Finding finding = finding("pki-owner", mounted);
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("/system/secrets").contains("PLUMBLINE_HOST_PATHS");
    List<String> more = Stream.concat(mounted.stream(), Stream.of(MANIFESTS)).toList();
    Finding looked = finding("pki-owner", more);
    assertThat(looked.status()).as(looked.message()).isNotEqualTo(Status.Error);
  }

  private void movedRke2() throws IOException {
    running("kubelet", "--kubeconfig=/data/rke2/agent/kubelet.kubeconfig");
    host.process(
        200,
        "0",
        "0::/kubepods/burstable/pod0123456789abcdef0123456789abcdef/cri-containerd-ab.scope",
        "kube-apiserver",
        "--profiling=false");
    host.file("/etc/rancher/rke2/config.yaml", "data-dir: /data/rke2\n")
        .file("/data/rke2/server/tls/ca.key", "x");
    for (String name : List.of("kube-apiserver", "kube-scheduler")) {
      host.file(
          "/data/rke2/agent/pod-manifests/" + name + ".yaml",
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: %s}
          spec: {containers: [{name: a, image: x, command: [%<s, --profiling=%s]}]}
          """
              .formatted(name, name.equals("kube-scheduler")));
    }
  }

  /** What a distribution keeps elsewhere is evaluated where the node shows it to be. */
  @Test
  void aDataDirectoryThatWasMovedIsEvaluatedWhereItIs() throws IOException {
    movedRke2();
    List<String> mounted = List.of("/etc", "/usr/lib", "/var/lib", "/data/rke2");
    Finding manifest = finding("apiserver-profiling-off", mounted);
    assertThat(manifest.status()).as(manifest.message()).isEqualTo(Status.Pass);
    Finding scheduler = finding("scheduler-profiling-off", mounted);
    assertThat(scheduler.status()).as(scheduler.message()).isEqualTo(Status.Fail);
    assertThat(scheduler.message()).contains("RKE2 writes this manifest anew");
    assertThat(scheduler.patches()).isEmpty();
    Finding keys = finding("pki-key-mode", mounted);
    assertThat(keys.status()).as(keys.message()).isEqualTo(Status.Fail);
    assertThat(keys.evidence().toString()).contains("/data/rke2/server/tls/ca.key");
  }

  @Test
  void aDataDirectoryThatWasMovedAndIsNotMountedIsAnErrorThatNamesIt() throws IOException {
    movedRke2();
    for (String control :
        List.of("pki-key-mode", "apiserver-manifest-mode", "scheduler-profiling-off")) {
      Finding finding = finding(control, MOUNTED);
      assertThat(finding.status()).as(control + finding.message()).isEqualTo(Status.Error);
      assertThat(finding.message()).contains("/data/rke2").contains("PLUMBLINE_HOST_PATHS");
    }
  }

  /** Another's kubelet may lie in such a directory. */
  @Test
  void aProgramsPathAloneMovesNothing() throws IOException {
    running("kubelet", "--kubeconfig=/etc/kubernetes/kubelet.conf");
    Finding finding = finding("pki-key-mode", List.of("/etc", "/usr/lib", "/var/lib"));
    assertThat(finding.message()).doesNotContain("/usr/pki");
    assertThat(finding.status()).as(finding.message()).isNotEqualTo(Status.Error);
  }

  /** Two authorities, from the fixtures of the control. */
  private static List<String> certificates() throws IOException {
    Path fixtures =
        HostRoots.project().resolve("engine/src/test/resources/fixtures/etcd-own-ca.yaml");
    return Pattern.compile(
            "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL)
        .matcher(Files.readString(fixtures).replaceAll("(?m)^ +", ""))
        .results()
        .map(found -> found.group() + "\n")
        .limit(2)
        .toList();
  }

  /** What the kubelet checks is its file and its flags together. */
  @Test
  void aGateOfAFlagMayNeedOneOfTheFile() throws IOException {
    HostRoot host =
        HostRoot.in(temp.resolve("gates"))
            .file(
                "/var/lib/kubelet/config.yaml",
                "kind: KubeletConfiguration\nreadOnlyPort: 0\nfeatureGates: {ClusterTrustBundle: true}\n")
            .process(
                7,
                "0",
                "0::/system.slice/kubelet.service",
                "kubelet",
                "--config=/var/lib/kubelet/config.yaml",
                "--feature-gates=ClusterTrustBundleProjection=true");
    Evidence evidence = new Collector(Duration.ofSeconds(20)).collectHost(host.root());
    Finding finding =
        Objects.requireNonNull(
            ENGINE
                .evaluate(evidence, ReleaseHints.ofNode("v1.36.3"))
                .get(CATALOGUE.named("kubelet-read-only-port-off").orElseThrow()));
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Pass);
  }
}
