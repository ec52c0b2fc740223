package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Manual;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Formats of distributions and clouds that configure nodes, MicroK8s to Gardener. */
class NodeFormatsTest {

  @Test
  void argumentsWithoutAValueAreTakenOutByMicroK8s() {
    Check check =
        Check.text(
            """
            version: 0.2.0
            addons: [{name: dns}]
            extraKubeAPIServerArgs:
              --profiling: "true"
              --event-ttl:
            extraKubeSchedulerArgs: {--bind-address: 0.0.0.0}
            """);
    check.has(Fail, "1.2.15", "1.4.2");
    assertThat(check.problems()).isEmpty();
    assertThat(check.arguments("kube-apiserver").get(0)).containsExactly("--profiling=true");
  }

  @Test
  void filesAndVariablesThatStartAComponentOfMicroK8sAreNamed() {
    Check check =
        Check.text(
            """
            version: 0.2.0
            extraKubeletArgs: {--read-only-port: "0"}
            extraEtcdEnv: {ETCD_AUTO_TLS: "true"}
            extraDqliteEnv: {A: b}
            extraConfigFiles: {kube-apiserver: "--profiling=true", audit.yaml: a}
            """);
    check.has(Pass, "4.2.4");
    assertThat(check.componentsWithProblems()).containsExactly("etcd", "kube-apiserver");
  }

  @Test
  void fieldsThatANewerMicroK8sHasAreErrors() {
    Check.text("extraKubeletArgs: {}\nextraApiserverArgs: {}\n")
        .has(Error, "1.2.6")
        .says("1.2.6", "line 2", "extraApiserverArgs");
  }

  @Test
  void aFileOfArgumentsIsReadByItsName() {
    Check check =
        Check.text(
            "args/kube-apiserver",
            """
            # by hand
            --profiling=true
            --authorization-mode=Node,RBAC
            --token-auth-file=$FILE
            """);
    check.has(Fail, "1.2.15").has(Pass, "1.2.6").has(Error, "1.2.2").at("1.2.15", 2, 1);
  }

  @Test
  void aManifestIsNoFileOfArguments() {
    assertThat(Check.text("manifests/kubelet", "a: 1\n").evidence().components()).isEmpty();
  }

  private static Check eksctl(String groups) {
    return Check.text(
        """
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig
        metadata: {name: c, version: "1.34"}
        """
            + groups);
  }

  @Test
  void kubeletsOfEachNodeGroupAreRead() {
    Check check =
        eksctl(
            """
            nodeGroups:
            - {name: a, kubeletExtraConfig: {readOnlyPort: 10255}}
            - {name: b, kubeletExtraConfig: {podPidsLimit: -1}}
            - {name: c}
            """);
    check.has(Fail, "4.2.4", "4.2.13").at("4.2.4", 5, 48);
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void fieldsThatEksctlRefusesAreErrorsAtTheirLine() {
    Check.resource("cases/unread-kinds/kinds/eksctl.yaml")
        .has(Error, "4.2.1")
        .says("4.2.1", "line 7", "sets authentication")
        .hasNot(Error, "1.2.6");
  }

  @Test
  void bootstrapCommandsAreReadWhereTheyAreNodeConfigs() {
    eksctl(
            """
            managedNodeGroups:
            - name: a
              overrideBootstrapCommand: |
                apiVersion: node.eks.aws/v1alpha1
                kind: NodeConfig
                spec: {kubelet: {config: {readOnlyPort: 10255}, flags: [--v=2]}}
            """)
        .has(Fail, "4.2.4")
        .at("4.2.4", 9, 45);
    eksctl(
            """
            managedNodeGroups:
            - name: a
              overrideBootstrapCommand: |
                #!/bin/bash
                /etc/eks/bootstrap.sh c --kubelet-extra-args --read-only-port=10255
            """)
        .has(Error, "4.2.4");
    eksctl("nodeGroups: [{name: a, bottlerocket: {settings: {kubernetes: {}}}}]\n")
        .has(Error, "4.2.4")
        .says("4.2.4", "nodeGroups.bottlerocket");
  }

  @Test
  void fieldsThatANewerNodeadmHasAreErrors() {
    Check.text("apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {args: []}}\n")
        .has(Error, "4.2.4")
        .says("4.2.4", "spec.kubelet.args");
  }

  @Test
  void aTlsProfileOfOpenShiftIsUnknownAndNothingElse() {
    Check.text(
            """
            apiVersion: machineconfiguration.openshift.io/v1
            kind: KubeletConfig
            spec:
              tlsSecurityProfile: {type: Old, old: {}}
              kubeletConfig: {readOnlyPort: 0, eventRecordQPS: 5}
            """)
        .has(Pass, "4.2.4")
        .has(Error, "4.2.12");
  }

  @Test
  void aShootsFieldsAreRead() {
    Check check =
        Check.text(
            """
            apiVersion: core.gardener.cloud/v1beta1
            kind: Shoot
            spec:
              kubernetes:
                version: "1.34.1"
                kubeAPIServer:
                  enableAnonymousAuthentication: false
                  admissionPlugins: [{name: AlwaysAdmit}, {name: ServiceAccount, disabled: true}]
                  auditConfig: {auditPolicy: {configMapRef: {name: a}}}
                kubelet: {podPIDsLimit: -1}
              provider:
                workers:
                - {name: a}
                - {name: b, kubernetes: {kubelet: {seccompDefault: true, protectKernelDefaults: false}}}
            """);
    check.has(Fail, "1.2.10", "1.2.12", "4.2.13").has(Pass, "1.2.14").has(NotApplicable, "1.2.15");
    assertThat(check.problems()).isEmpty();
    assertThat(check.evidence().components())
        .filteredOn(component -> component.name().equals("kubelet"))
        .hasSize(2);
  }

  @Test
  void variablesOfKubesprayAreRead() {
    Check check =
        Check.text(
            """
            kube_version: 1.34.1
            kube_profiling: true
            kubernetes_audit: true
            audit_log_maxage: 1
            kube_apiserver_enable_admission_plugins: [EventRateLimit, AlwaysAdmit]
            kube_encrypt_secret_data: true
            kubelet_authorization_mode_webhook: false
            kube_read_only_port: 10255
            kubelet_config_extra_args: {readOnlyPort: 0}
            kubelet_custom_flags: ["--event-qps=0 --v=2"]
            etcd_secure_client: false
            kube_kubeadm_apiserver_extra_args: {tls-min-version: VersionTLS12}
            kube_proxy_metrics_bind_address: 0.0.0.0:10249
            """);
    check
        .has(Fail, "1.2.15", "1.2.17", "1.2.10", "1.3.2", "1.4.1", "2.2", "4.2.2", "4.3.1")
        .has(Pass, "1.2.27", "4.2.4");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void featureGatesOfOneComponentCountInsteadOfAll() {
    Check check =
        Check.text(
            """
            kube_feature_gates: [RotateKubeletServerCertificate=false]
            kube_controller_feature_gates: [RotateKubeletServerCertificate=true]
            """);
    assertThat(check.arguments("kube-apiserver").get(0))
        .containsExactly("--feature-gates=RotateKubeletServerCertificate=false");
    assertThat(check.arguments("kube-controller-manager").get(0))
        .containsExactly("--feature-gates=RotateKubeletServerCertificate=true");
    check.has(Manual, "4.2.11");
  }

  @Test
  void whatAnotherVariableDecidesIsUnknown() {
    Check.text("kube_profiling: false\naudit_log_maxage: 1\n")
        .has(Pass, "1.2.15")
        .has(Error, "1.2.17");
  }

  @Test
  void aVariableThatRefersToAnotherIsUnknown() {
    Check.text("authorization_modes: '{{ modes }}'\nkube_profiling: false\n")
        .has(Error, "1.2.6")
        .has(Pass, "1.2.15");
  }

  @Test
  void filesOfTheApiServerThatKubesprayWritesAreNotRead() {
    Check.text("kube_apiserver_use_authorization_config_file: true\nkube_profiling: false\n")
        .has(Error, "1.2.6")
        .says("1.2.6", "kube_apiserver_use_authorization_config_file");
  }

  @Test
  void variablesOfOtherRolesAreNone() {
    Check check = Check.text("tls_min_version: VersionTLS12\netcd_data_dir: /var/lib/etcd\n");
    assertThat(check.evidence().components()).isEmpty();
    assertThat(check.problems()).isEmpty();
  }
}
