package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KopsTest {

  private static final String CLUSTER =
      """
      apiVersion: kops.k8s.io/v1alpha2
      kind: Cluster
      metadata: {name: c}
      spec:
        kubernetesVersion: 1.34.1
      """;

  private static final Pattern INPUT =
      Pattern.compile("(?:flags|documents)\\['([a-z-]+)'\\]|(config(?:\\.[A-Za-z0-9]+)+)");

  private static Check spec(String fields) {
    return Check.text(CLUSTER + fields.indent(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kube-apiserver",
        "kube-controller-manager",
        "kube-scheduler",
        "kubelet",
        "kube-proxy"
      })
  void noFieldThatIsCalledHarmlessSetsWhatAControlReads(String component) {
    FieldTable.Block block = FieldTable.of("kops").block(component);
    Set<String> read = flagsReadByControls(component);
    assertThat(read).isNotEmpty();
    block.harmless().forEach((field, flag) -> assertThat(read).as(field).doesNotContain(flag));
  }

  private static Set<String> flagsReadByControls(String component) {
    Set<String> inputs = new HashSet<>();
    for (Control control : Catalogue.load().controls()) {
      if (control.component().equals(component)) {
        INPUT
            .matcher(control.applies() + " " + control.expression())
            .results()
            .forEach(found -> inputs.add(found.group(1) != null ? found.group(1) : found.group(2)));
      }
    }
    Set<String> flags = new HashSet<>(inputs);
    for (FlagDefinition flag :
        FlagTable.all(component).get(FlagTable.all(component).size() - 1).flags()) {
      if (inputs.stream().anyMatch(("config." + flag.field())::equals)) {
        flags.add(flag.name());
      }
    }
    return flags;
  }

  @Test
  void aFieldThatKopsDoesNotHaveIsAnError() {
    spec("kubeAPIServer: {etcdCAFile: /x, tokenAuthFile: /t}")
        .has(Error, "1.2.26")
        .says("1.2.26", "line 6", "spec.kubeAPIServer.etcdCAFile")
        .has(Fail, "1.2.2")
        .hasNot(Error, "1.3.2", "4.2.1");
  }

  @Test
  void anUnknownFieldOfTheClusterConcernsEveryComponent() {
    Check check = spec("kubeAPIServers: {}");
    assertThat(check.componentsWithProblems()).contains("kube-apiserver", "kubelet", "etcd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authorization: {alwaysAllow: {}} | Fail",
        "authorization: {rbac: {}} | Pass",
        // The older field loses against spec.authorization, whichever is stricter.
        "{authorization: {alwaysAllow: {}}, kubeAPIServer: {authorizationMode: RBAC}} | Fail",
        "{authorization: {rbac: {}}, kubeAPIServer: {authorizationMode: AlwaysAllow}} | Pass",
        "kubeAPIServer: {authorizationMode: 'Node,RBAC'} | Pass",
        "kubeAPIServer: {authorizationMode: AlwaysAllow} | Error",
        "kubeAPIServer: {} | NotApplicable",
      })
  void theModeOfAuthorizationIsTheClusters(String fields, String status) {
    String cluster = CLUSTER.substring(0, CLUSTER.indexOf("spec:"));
    String spec = fields.startsWith("{") ? fields : "{" + fields + "}";
    Check.text(cluster + "spec: " + spec + "\n")
        .has(dev.plumbline.engine.finding.Status.valueOf(status), "1.2.6");
  }

  @Test
  void whatKopsSetsItselfIsNotTakenFromTheFile() {
    spec("kubeAPIServer: {enableAdmissionPlugins: [AlwaysPullImages], anonymousAuth: true}")
        .has(NotApplicable, "1.2.11", "1.2.1");
    spec("kubeAPIServer: {admissionControl: [AlwaysAdmit]}").has(Fail, "1.2.10");
  }

  @Test
  void theControlPlanesKubeletOverridesTheClusters() {
    Check check =
        spec(
            "kubelet: {anonymousAuth: true, readOnlyPort: 0}\nmasterKubelet: {anonymousAuth: false}");
    assertThat(check.arguments("kubelet"))
        .containsExactly(
            java.util.List.of("--anonymous-auth=true", "--read-only-port=0"),
            java.util.List.of("--anonymous-auth=false", "--read-only-port=0"));
  }

  @Test
  void anInstanceGroupCanPutRightWhatTheClusterSets() {
    Check.text(
            CLUSTER
                + """
                  kubelet: {anonymousAuth: true}
                ---
                apiVersion: kops.k8s.io/v1alpha2
                kind: InstanceGroup
                metadata: {name: nodes, labels: {kops.k8s.io/cluster: c}}
                spec: {role: Node, kubelet: {anonymousAuth: false}}
                ---
                apiVersion: kops.k8s.io/v1alpha2
                kind: InstanceGroup
                metadata: {name: bastion, labels: {kops.k8s.io/cluster: c}}
                spec: {role: Bastion}
                """)
        .has(Pass, "4.2.1");
  }

  @Test
  void aGroupOfAnotherClusterIsReadByItself() {
    Check check =
        Check.text(
            CLUSTER
                + """
                  kubelet: {anonymousAuth: false}
                ---
                apiVersion: kops.k8s.io/v1alpha2
                kind: InstanceGroup
                metadata: {name: nodes, labels: {kops.k8s.io/cluster: other}}
                spec: {role: Node, kubelet: {readOnlyPort: 10255}}
                """);
    check.has(Pass, "4.2.1").has(Fail, "4.2.4");
    assertThat(check.arguments("kubelet")).hasSize(2);
  }

  @Test
  void fieldsOfAnOlderVersionAreErrorsInANewerOne() {
    Check.text(
            """
            apiVersion: kops.k8s.io/v1alpha3
            kind: Cluster
            spec:
              kubeAPIServer: {etcdCaFile: /x}
            """)
        .has(Error, "1.2.26");
  }

  @Test
  void variablesOfEtcdAreErrors() {
    spec("etcdClusters: [{manager: {env: [{name: ETCD_AUTO_TLS, value: 'true'}]}}]")
        .has(Error, "2.3")
        .says("2.3", "ETCD_AUTO_TLS")
        .hasNot(Error, "1.2.6");
    assertThat(
            spec("etcdClusters: [{manager: {env: [{name: ETCD_MANAGER_X, value: 'true'}]}}]")
                .componentsWithProblems())
        .containsExactly("etcd");
  }

  @Test
  void theFilesThatItWritesAreRead() {
    spec("""
            kubeAPIServer: {auditPolicyFile: /srv/audit.yaml}
            fileAssets:
            - name: audit
              path: /srv/audit.yaml
              content: |
                apiVersion: audit.k8s.io/v1
                kind: Policy
                rules: [{level: None}]
            """)
        .has(Fail, "3.2.1");
  }
}
