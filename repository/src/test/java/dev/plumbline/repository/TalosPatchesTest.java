// Over 250 lines: each case needs a file of its own.
package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Manual;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Patches of machine configurations that others generate, and Talos' documents of one kind each.
 */
class TalosPatchesTest {

  @TempDir private Path temp;

  private static final String DOCUMENT = "apiVersion: v1alpha1\nkind: ";

  @Test
  void jsonPatchesOfAControlPlaneComeBeforeItsStrategicOnes() {
    Check.text(
            """
            apiVersion: controlplane.cluster.x-k8s.io/v1alpha3
            kind: TalosControlPlane
            spec:
              version: v1.34.1
              controlPlaneConfig:
                controlplane:
                  generateType: controlplane
                  talosVersion: v1.11
                  configPatches:
                  - {op: replace, path: /machine/install, value: {disk: /dev/sda}}
                  - {op: add, path: /cluster/apiServer/extraArgs, value: {profiling: "true"}}
                  - {op: add, path: /cluster/scheduler/extraArgs/profiling, value: "true"}
                  strategicPatches:
                  - |
                    cluster:
                      apiServer:
                        extraArgs: {profiling: "false", audit-log-maxage: "1"}
            """)
        .has(Pass, "1.2.15")
        .has(Fail, "1.2.17", "1.4.1")
        .at("1.2.17", 17, 63);
  }

  @Test
  void aWholeConfigurationInATalosConfigIsRead() {
    Check check =
        Check.text(
            """
            apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3
            kind: TalosConfigTemplate
            spec:
              template:
                spec:
                  generateType: none
                  data: |
                    version: v1alpha1
                    machine:
                      type: worker
                      kubelet: {image: "ghcr.io/siderolabs/kubelet:v1.34.1", extraConfig: {podPidsLimit: -1}}
            """);
    check.has(Fail, "4.2.13").has(NotApplicable, "1.2.6");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void aFieldThatANewerProviderHasIsAnError() {
    Check.text(
            """
            apiVersion: bootstrap.cluster.x-k8s.io/v1alpha3
            kind: TalosConfig
            spec: {generateType: worker, argumentPatches: []}
            """)
        .has(Error, "4.2.1")
        .says("4.2.1", "argumentPatches");
  }

  private static final String TALCONFIG =
      """
      clusterName: home
      talosVersion: v1.11.2
      kubernetesVersion: v1.34.1
      endpoint: https://10.0.0.1:6443
      nodes:
      - {hostname: a, ipAddress: 10.0.0.1, controlPlane: true}
      - hostname: b
        ipAddress: 10.0.0.2
        controlPlane: true
        patches:
        - |-
          machine: {kubelet: {extraArgs: {read-only-port: "10255"}}}
      - {hostname: c, ipAddress: 10.0.0.3, controlPlane: false}
      controlPlane:
        patches:
        - |-
          cluster:
            apiServer:
              extraArgs: {profiling: "true", audit-log-maxage: "30"}
        - |-
          - op: add
            path: /cluster/apiServer/extraArgs/audit-log-maxbackup
            value: "1"
      """;

  @Test
  void patchesOfTheNodesOfATalconfigAreMerged() {
    Check check = Check.text(TALCONFIG);
    check
        .has(Fail, "1.2.15", "1.2.18", "4.2.4")
        .has(Pass, "1.2.17")
        .at("4.2.4", 12, 53)
        .at("1.2.15", 19, 32);
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kubelet")).hasSize(3);
    assertThat(check.arguments("kube-apiserver")).hasSize(2);
  }

  @Test
  void patchesOfTheClusterComeLast() {
    Check.text(
            TALCONFIG + "patches: ['cluster: {apiServer: {extraArgs: {profiling: \"false\"}}}']\n")
        .has(Pass, "1.2.15");
  }

  @Test
  void patchesInOtherFilesAreErrors() {
    Check.text(TALCONFIG + "patches: ['@./patches/global.yaml']\n")
        .has(Error, "1.2.6", "4.2.1")
        .says("1.2.6", "line 24", "patches of another file", "not found beside it");
  }

  /** A path is decided by the table of fields: what is not in it may set anything. */
  @ParameterizedTest
  @CsvSource({
    "/machine/kubelet/extraArgs/read-only-port, '\"0\"', ''",
    "/machine/newField, a, machine.newField",
    "/cluster/newField/deeper, a, cluster.newField",
    "/cluster/apiServer/newField, a, cluster.apiServer.newField",
    "/newSection/a, b, newSection",
    "/machine/network/interfaces/0, a, ''",
    "/machine/install, {disk: /dev/sda}, ''",
    "/cluster/apiServer/certSANs/0, a, ''",
    "/machine/kubelet/extraMounts/-, a, ''",
    "/debug, true, ''",
  })
  void pathsOfJsonPatchesAreDecidedByTheTable(String path, String value, String unknown) {
    Check check =
        Check.text(
            "- {op: add, path: /cluster/apiServer/extraArgs/profiling, value: 'false'}\n"
                + "- {op: add, path: "
                + path
                + ", value: "
                + value
                + "}\n");
    check.has(unknown.isEmpty() || path.startsWith("/machine") ? Pass : Error, "1.2.15");
    if (unknown.isEmpty()) {
      assertThat(check.problems()).isEmpty();
    } else {
      assertThat(check.problems())
          .isNotEmpty()
          .allMatch(problem -> problem.contains("sets " + unknown + ", which is not read"));
    }
  }

  @Test
  void patchesOfFilesBesideAreApplied() throws IOException {
    Folder folder = new Folder(temp);
    Path main =
        folder.write(
            "talos/talconfig.yaml",
            TALCONFIG
                + "patches: ['@./patches/api.yaml', '@patches/net.yaml', '@patches/none.yaml']");
    Path patch =
        folder.write(
            "talos/patches/api.yaml",
            "- op: add",
            "  path: /cluster/apiServer/extraArgs/profiling",
            "  value: 'false'",
            "- op: add",
            "  path: /cluster/apiServer/extraArgs/audit-log-maxage",
            "  value: '1'");
    Path network = folder.write("talos/patches/net.yaml", "machine: {network: {hostname: a}}");
    folder.write("talos/patches/none.yaml", "# nothing");
    for (Path[] given : List.of(new Path[] {main}, new Path[] {patch, network, main})) {
      Check check =
          Check.of(
              Folder.read(given).stream()
                  .filter(FileOutcome.Evaluated.class::isInstance)
                  .findFirst()
                  .orElseThrow());
      check.has(Pass, "1.2.15").has(Fail, "1.2.17").in("1.2.17", patch).at("1.2.17", 6, 10);
      assertThat(check.problems()).isEmpty();
    }
  }

  @Test
  void aTemplateInAPatchIsAnError() {
    Check.text(TALCONFIG + "patches: ['cluster: {{ .Values.cluster }}']\n").has(Error, "1.2.6");
  }

  @Test
  void documentsOfTheApiServersFilesAreRead() {
    Check.text(
            DOCUMENT
                + "KubeAuthenticationConfig\nconfiguration: {anonymous: {enabled: true}}\n---\n"
                + DOCUMENT
                + "KubeEtcdEncryptionConfig\nconfig: {resources: [{resources: [secrets],"
                + " providers: [{identity: {}}]}]}\n---\n"
                + DOCUMENT
                + "KubeAdmissionControlConfig\nname: PodSecurity\nconfiguration: {defaults:"
                + " {enforce: privileged}}\n---\n"
                + DOCUMENT
                + "KubeAuditPolicyConfig\nconfiguration: {rules: [{level: None}]}\n")
        .has(Manual, "1.2.1")
        .has(Fail, "1.2.28", "3.2.1")
        .has(NotApplicable, "1.2.27");
  }

  @Test
  void documentsOfComponentsAreRead() {
    Check.text(
            DOCUMENT
                + "KubeControllerManagerConfig\nextraArgs: {profiling: 'true'}\n---\n"
                + DOCUMENT
                + "KubeSchedulerConfig\nenabled: false\nextraArgs: {profiling: 'true'}\n---\n"
                + DOCUMENT
                + "KubeProxyConfig\nconfig: {metricsBindAddress: '0.0.0.0:10249'}\n---\n"
                + DOCUMENT
                + "KubeletConfig\nconfig: {readOnlyPort: 10255}\n")
        .has(Fail, "1.3.2", "4.3.1", "4.2.4")
        .has(NotApplicable, "1.4.1");
  }

  @Test
  void allAuthorizersOfAFileCountTogether() {
    String node = DOCUMENT + "KubeAuthorizerConfig\nname: node\ntype: Node\n---\n";
    String rbac = DOCUMENT + "KubeAuthorizerConfig\nname: rbac\ntype: RBAC\n---\n";
    Check.text(node + rbac).has(Pass, "1.2.6", "1.2.7", "1.2.8");
    Check.text(node).has(NotApplicable, "1.2.6", "1.2.8");
  }

  @Test
  void argumentsThatHaveADocumentAreRefused() {
    Check.text(DOCUMENT + "KubeAPIServerConfig\nextraArgs: {anonymous-auth: 'false'}\n")
        .has(Error, "1.2.1")
        .says("1.2.1", "line 3", "--anonymous-auth");
  }

  @Test
  void aDocumentThatIsDeletedSaysNothing() {
    Check check =
        Check.text(
            DOCUMENT + "KubeAuditPolicyConfig\n$patch: delete\nconfiguration: {rules: []}\n");
    assertThat(check.evidence().components()).isEmpty();
  }

  @Test
  void aKindThatANewerTalosHasIsAnError() {
    Check.text(DOCUMENT + "KubeSomethingConfig\nextraArgs: {}\n")
        .has(Error, "1.2.6", "4.2.1")
        .says("1.2.6", "the document KubeSomethingConfig");
  }

  @Test
  void documentsOfTheMachineSayNothing() {
    Check check =
        Check.text(
            DOCUMENT + "KubePrismConfig\nport: 7445\n---\n" + DOCUMENT + "UserVolumeConfig\n");
    assertThat(check.evidence().components()).isEmpty();
    assertThat(check.problems()).isEmpty();
  }
}
