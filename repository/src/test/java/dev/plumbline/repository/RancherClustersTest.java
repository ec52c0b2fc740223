package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Clusters that Rancher and Cluster API's provider for RKE2 make. */
class RancherClustersTest {

  @Test
  void servicesOfRke1AreRead() {
    Check check =
        Check.resource("cases/unread-kinds/kinds/rke1-cluster.yml")
            .has(Fail, "1.2.6", "4.2.4")
            .at("1.2.6", 10, 27);
    assertThat(check.arguments("kube-apiserver").get(0))
        .contains("--encryption-provider-config=/etc/kubernetes/ssl/encryption.yaml");
  }

  @Test
  void rke1TurnsItsOwnFieldsIntoArguments() {
    Check check =
        Check.text(
            """
            nodes: [{address: 10.0.0.1, role: [controlplane]}]
            authorization: {mode: none}
            services:
              kube-api:
                always_pull_images: true
                event_rate_limit: {enabled: true}
                audit_log:
                  enabled: true
                  configuration:
                    max_age: 7
                    policy: {apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None}]}
              kubelet: {generate_serving_certificate: true, new_field: a}
            """);
    check
        .has(Fail, "1.2.6", "1.2.17", "3.2.1")
        .has(Pass, "1.2.9", "1.2.11", "1.2.14")
        .has(Error, "4.2.1")
        .says("4.2.1", "new_field");
  }

  @Test
  void anExtraArgumentReplacesWhatRke1MakesOfAField() {
    Check check =
        Check.text(
            """
            authorization: {mode: none}
            services:
              kube-api: {extra_args: {authorization-mode: "Node,RBAC"}}
            """);
    assertThat(check.arguments("kube-apiserver").get(0))
        .containsExactly("--authorization-mode=Node,RBAC");
  }

  private static String cluster(String config) {
    return "apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nspec:\n"
        + "  kubernetesVersion: v1.34.1+rke2r1\n  rkeConfig:\n"
        + config.indent(4);
  }

  @Test
  void theConfigurationOfSelectedMachinesIsLaidOverThatOfAll() {
    Check check =
        Check.text(
            cluster(
                """
                machineGlobalConfig:
                  kube-apiserver-arg: [profiling=false]
                  kubelet-arg: [anonymous-auth=false, read-only-port=0]
                machineSelectorConfig:
                - config: {profile: cis}
                - config: {kubelet-arg: [anonymous-auth=true]}
                  machineLabelSelector: {matchLabels: {pool: a}}
                """));
    check.has(Pass, "1.2.15", "4.2.4").has(Fail, "4.2.1").at("4.2.1", 11, 30);
    assertThat(check.arguments("kubelet"))
        .hasSize(2)
        .allMatch(arguments -> arguments.contains("--protect-kernel-defaults=true"));
  }

  @Test
  void aFileThatReplacesTheConfigurationOfMachinesIsNamed() {
    Check.text(
            cluster(
                """
                machineSelectorFiles:
                - fileSources:
                  - secret: {items: [{key: a, path: /etc/rancher/rke2/config.yaml.d/99.yaml}]}
                """))
        .has(Error, "1.2.6", "4.2.1")
        .says("4.2.1", "99.yaml");
  }

  @Test
  void aClusterOfAProviderIsNoneOfRke2() {
    Check check = Check.text("apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nspec: {}\n");
    assertThat(check.outcome()).isInstanceOf(FileOutcome.Unrelated.class);
  }

  @Test
  void rke2OfClusterApiIsRead() {
    Check check =
        Check.text(
            """
            apiVersion: controlplane.cluster.x-k8s.io/v1beta1
            kind: RKE2ControlPlane
            spec:
              version: v1.34.1+rke2r1
              serverConfig:
                kubeAPIServer: {extraArgs: ["authorization-mode=AlwaysAllow"]}
                etcd: {customConfig: {extraArgs: ["auto-tls=true"]}}
              agentConfig:
                cisProfile: cis
                kubelet: {extraArgs: ["anonymous-auth=true"]}
            """);
    check.has(Fail, "1.2.6", "2.3", "4.2.1").at("1.2.6", 6, 33);
    assertThat(check.evidence().components().get(0).image()).isEqualTo("v1.34.1+rke2r1");
  }

  @Test
  void whatAMachineOfRke2RunsOrWritesBesideIsNamed() {
    Check.text(
            """
            apiVersion: bootstrap.cluster.x-k8s.io/v1beta1
            kind: RKE2ConfigTemplate
            spec:
              template:
                spec:
                  preRKE2Commands:
                  - cp /tmp/9.yaml /etc/rancher/rke2/config.yaml.d/9.yaml
                  agentConfig: {kubelet: {extraArgs: ["anonymous-auth=false"]}}
            """)
        .has(Error, "1.2.6", "4.2.1")
        .says("4.2.1", "preRKE2Commands");
  }

  @Test
  void aControlPlaneThatSetsNothingIsEvaluated() {
    Check.text(
            """
            apiVersion: controlplane.cluster.x-k8s.io/v1beta2
            kind: RKE2ControlPlaneTemplate
            spec: {template: {spec: {serverConfig: {cni: cilium}}}}
            """)
        .has(NotApplicable, "1.2.6", "4.2.1");
  }
}
