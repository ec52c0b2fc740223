package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What a class is without a Cluster, in several files, and where it can't be followed. */
class ClusterClassTest {

  private static final String TEMPLATE =
      """
      apiVersion: controlplane.cluster.x-k8s.io/v1beta1
      kind: KubeadmControlPlaneTemplate
      metadata: {name: control-plane}
      spec:
        template:
          spec:
            kubeadmConfigSpec:
              clusterConfiguration:
                apiServer:
                  extraArgs: {profiling: "false", anonymous-auth: "false"}
      """;

  private static final String CLASS =
      """
      apiVersion: cluster.x-k8s.io/v1beta1
      kind: ClusterClass
      metadata: {name: example}
      spec:
        controlPlane:
          ref: {apiVersion: controlplane.cluster.x-k8s.io/v1beta1, kind: KubeadmControlPlaneTemplate, name: control-plane}
        variables:
        - name: profiling
          schema: {openAPIV3Schema: {type: string, default: "false"}}
        - name: arguments
          schema: {openAPIV3Schema: {type: object, default: {}, additionalProperties: {type: string}}}
        patches:
        - name: one
          definitions:
          - selector:
              apiVersion: controlplane.cluster.x-k8s.io/v1beta1
              kind: KubeadmControlPlaneTemplate
              matchResources: {controlPlane: true}
            jsonPatches:
      """;

  private static final String CLUSTER =
      """
      apiVersion: cluster.x-k8s.io/v1beta1
      kind: Cluster
      metadata: {name: one}
      spec:
        topology: {class: example, version: v1.34.1}
      """;

  private static final String SPEC = "/spec/template/spec/kubeadmConfigSpec/";
  private static final String ARGUMENTS = SPEC + "clusterConfiguration/apiServer/extraArgs";

  private static String patch(String path, String value) {
    return CLASS + "      - {op: add, path: " + path + ", " + value + "}\n";
  }

  private static Check check(String... documents) {
    return Check.text(String.join("---\n", documents));
  }

  @Test
  void aTemplateIsReadWithThePatchesOfItsClass() {
    Check check =
        check(TEMPLATE, patch(ARGUMENTS + "/profiling", "value: \"true\""), CLUSTER)
            .has(Fail, "1.2.15")
            .has(Pass, "1.2.1")
            .at("1.2.15", 31, 122);
    assertThat(check.arguments("kube-apiserver")).hasSize(1);
    assertThat(check.evidence().components())
        .filteredOn(component -> component.name().startsWith("kube"))
        .extracting(component -> component.image())
        .isNotEmpty()
        .containsOnly("v1.34.1");
  }

  @Test
  void aPatchThatSetsAValueCountsWithoutACluster() {
    check(TEMPLATE, patch(ARGUMENTS + "/profiling", "value: \"true\"")).has(Fail, "1.2.15");
  }

  /** A Cluster may set another value than the default. */
  @Test
  void aVariableIsUnknownWithoutACluster() {
    String made = patch(ARGUMENTS + "/profiling", "valueFrom: {variable: profiling}");
    check(TEMPLATE, made).has(Error, "1.2.15").has(Pass, "1.2.1").at("1.2.15", 31, 9);
    check(TEMPLATE, made, CLUSTER).has(Pass, "1.2.15", "1.2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "clusterConfiguration/apiServer/extraArgs, 1.2.15, 1.3.2",
    "clusterConfiguration/apiServer, 1.2.15, 1.3.2",
    "clusterConfiguration/scheduler, 1.4.1, 1.2.15",
    "clusterConfiguration, 1.3.2, 4.2.1",
    "files, 4.2.1, ''",
    "joinConfiguration, 4.2.1, ''",
  })
  void aBlockThatIsUnknownIsOneOfItsComponents(String path, String unknown, String known) {
    Check check = check(TEMPLATE, patch(SPEC + path, "valueFrom: {variable: arguments}"));
    check.has(Error, unknown).says(unknown, "made by a template");
    if (!known.isEmpty()) {
      check.hasNot(Error, known);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "ntp", "clusterConfiguration/apiServer/certSANs", "verbosity"})
  void anUnknownBlockOfNoComponentIsNone(String path) {
    Check check = check(TEMPLATE, patch(SPEC + path, "valueFrom: {variable: arguments}"));
    assertThat(check.problems()).isEmpty();
    check.has(Pass, "1.2.15");
  }

  @Test
  void eachClusterOfAClassIsRead() {
    String made = patch(ARGUMENTS + "/profiling", "valueFrom: {variable: profiling}");
    String other =
        CLUSTER
            .replace("name: one", "name: two")
            .replace("v1.34.1}", "v1.34.1, variables: [{name: profiling, value: \"true\"}]}");
    Check check = check(TEMPLATE, made, CLUSTER, other).has(Fail, "1.2.15").at("1.2.15", 43, 85);
    assertThat(check.arguments("kube-apiserver")).hasSize(2);
  }

  @Test
  void clustersThatAreAlikeAreReadOnce() {
    String made = patch(ARGUMENTS + "/profiling", "value: \"true\"");
    Check check = check(TEMPLATE, made, CLUSTER, CLUSTER.replace("name: one", "name: two"));
    assertThat(check.arguments("kube-apiserver")).hasSize(1);
  }

  @Test
  void aPatchOfAnExtensionLeavesAllUnknown() {
    String external =
        CLASS.substring(0, CLASS.indexOf("  patches:"))
            + "  patches: [{name: x, external: {generateExtension: a.b}}]\n";
    check(TEMPLATE, external, CLUSTER)
        .has(Error, "1.2.15", "4.2.1")
        .says("1.2.15", "\"x\"", "an extension outside of the cluster class");
    check(TEMPLATE, external.replace("generateExtension", "validateExtension"), CLUSTER)
        .has(Pass, "1.2.15");
  }

  @Test
  void aTemplateThatIsNotThereIsNamed() {
    check(patch(ARGUMENTS + "/profiling", "value: \"false\""), CLUSTER)
        .has(Error, "1.2.15", "4.2.1")
        .says("1.2.15", "KubeadmControlPlaneTemplate \"control-plane\"", "was not found");
  }

  @Test
  void aTemplateOfAnotherVersionIsNotFollowed() {
    check(
            TEMPLATE.replace("io/v1beta1", "io/v1beta2"),
            patch(ARGUMENTS + "/profiling", "value: \"false\""))
        .has(Error, "1.2.15")
        .says("1.2.15", "v1beta2");
  }

  @Test
  void aClusterWithoutItsClassIsNamed() {
    check(CLUSTER).has(Error, "1.2.15", "4.2.1").says("1.2.15", "ClusterClass \"example\"");
    assertThat(check(CLUSTER.replace("topology", "paused")).evidence().problems()).isEmpty();
  }

  @Test
  void aPatchThatMatchesNoTemplateIsNamed() {
    Check.resource("cases/unread-kinds/kinds/clusterclass.yaml")
        .has(Error, "1.2.6", "4.2.1")
        .says("1.2.6", "\"authz\"", "matches no template");
  }

  @Test
  void aClassWithoutPatchesLeavesItsTemplatesAsTheyAre() {
    String plain = CLASS.substring(0, CLASS.indexOf("  variables:"));
    Check check = check(TEMPLATE, plain).has(Pass, "1.2.15");
    assertThat(check.arguments("kube-apiserver")).hasSize(1);
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void otherProvidersTemplatesArePatchedToo() {
    check(
            """
            apiVersion: controlplane.cluster.x-k8s.io/v1beta1
            kind: RKE2ControlPlaneTemplate
            metadata: {name: control-plane}
            spec: {template: {spec: {serverConfig: {kubeAPIServer: {extraArgs: [profiling=false]}}}}}
            """,
            patch(
                    "/spec/template/spec/serverConfig/kubeAPIServer/extraArgs/-",
                    "value: profiling=true")
                .replace("KubeadmControlPlaneTemplate", "RKE2ControlPlaneTemplate"))
        .has(Fail, "1.2.15");
  }

  @Test
  void aClassIsReadWithWhatLiesInOtherFiles(@TempDir Path temp) throws IOException {
    Folder folder = new Folder(temp);
    String made = patch(ARGUMENTS + "/profiling", "valueFrom: {variable: profiling}");
    Path template = folder.write("classes/control-plane.yaml", TEMPLATE);
    Path cls = folder.write("classes/class.yaml", made);
    Path cluster =
        folder.write(
            "clusters/one.yaml",
            CLUSTER.replace(
                "v1.34.1}", "v1.34.1, variables: [{name: profiling, value: \"true\"}]}"));
    List<FileOutcome> outcomes = Folder.read(template, cls, cluster);
    assertThat(outcomes)
        .contains(
            new FileOutcome.PartOf(template.toString(), cls.toString()),
            new FileOutcome.PartOf(cluster.toString(), cls.toString()));
    Check check = Check.of(outcomes.get(1)).has(Fail, "1.2.15").in("1.2.15", cluster);
    assertThat(check.arguments("kube-apiserver")).hasSize(1);
  }

  @Test
  void aClassOfTheSameNameThatIsAsNearIsNotChosen(@TempDir Path temp) throws IOException {
    Folder folder = new Folder(temp);
    String made = patch(ARGUMENTS + "/profiling", "value: \"false\"");
    Path a = folder.write("a/class.yaml", made, "---", TEMPLATE);
    Path b = folder.write("b/class.yaml", made, "---", TEMPLATE);
    Path cluster = folder.write("c/cluster.yaml", CLUSTER);
    List<FileOutcome> outcomes = Folder.read(a, b, cluster);
    Check.of(outcomes.get(2)).has(Error, "1.2.15").says("1.2.15", "ClusterClass \"example\"");
    Check.of(outcomes.get(0)).has(Pass, "1.2.15").has(NotApplicable, "1.3.2");
  }

  @Test
  void aPlaceholderInAValueOfAClusterIsUnknown() {
    check(
            TEMPLATE,
            patch(ARGUMENTS + "/profiling", "valueFrom: {variable: profiling}"),
            CLUSTER.replace(
                "v1.34.1}", "v1.34.1, variables: [{name: profiling, value: \"${PROFILING}\"}]}"))
        .has(Error, "1.2.15")
        .has(Pass, "1.2.1");
  }
}
