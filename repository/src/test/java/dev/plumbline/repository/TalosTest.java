package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TalosTest {

  private static Check apiServer(String fields) {
    return Check.text("version: v1alpha1\ncluster:\n  apiServer: {" + fields + "}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authorization-mode: Webhook | --authorization-mode=Node,RBAC,Webhook",
        "authorization-mode: RBAC | --authorization-mode=Node,RBAC",
        "enable-admission-plugins: AlwaysAdmit |"
            + " --enable-admission-plugins=NodeRestriction,AlwaysAdmit",
        "profiling: false | --profiling=false",
      })
  void argumentsAreMergedByTheFlagsPolicy(String given, String argument) {
    assertThat(apiServer("extraArgs: {" + given + "}").arguments("kube-apiserver").get(0))
        .containsExactly(argument);
  }

  @Test
  void listsOfValuesAreSeveralArguments() {
    assertThat(apiServer("extraArgs: {v: [1, 2]}").arguments("kube-apiserver").get(0))
        .containsExactly("--v=1", "--v=2");
  }

  @Test
  void whatTalosDecidesByItsReleaseIsUnknown() {
    apiServer(
            "extraArgs: {tls-cipher-suites: TLS_AES_128_GCM_SHA256, tls-min-version: VersionTLS12,"
                + " profiling: true}")
        .has(Error, "1.2.29")
        .has(Fail, "1.2.15");
  }

  @Test
  void flagsThatTalosRefusesAreErrorsAtTheirLine() {
    apiServer("extraArgs: {etcd-cafile: /x}")
        .has(Error, "1.2.26")
        .says("1.2.26", "line 3", "--etcd-cafile");
  }

  @Test
  void anAuthenticationConfigOfOnesOwnIsTaken() {
    Check check = apiServer("extraArgs: {authentication-config: /var/authn.yaml, profiling: true}");
    check.has(Fail, "1.2.15");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void flagsOfOtherComponentsThatTalosRefusesAreErrors() {
    Check.text("cluster: {scheduler: {extraArgs: {kubeconfig: /x}}}\n")
        .has(Error, "1.4.1")
        .says("1.4.1", "--kubeconfig");
  }

  @Test
  void theAuditPolicyIsEvaluated() {
    apiServer("auditPolicy: {apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: None}]}")
        .has(Fail, "3.2.1")
        .at("3.2.1", 3, 28);
  }

  @Test
  void authorizersStandBehindTalosOwn() {
    apiServer(
            "authorizationConfig: [{type: Webhook, name: webhook, webhook: {timeout: 3s,"
                + " subjectAccessReviewVersion: v1, matchConditionSubjectAccessReviewVersion: v1,"
                + " failurePolicy: Deny, connectionInfo: {type: InClusterConfig}}}]")
        .has(Pass, "1.2.6", "1.2.7", "1.2.8")
        .hasNot(Error, "4.2.1");
  }

  @Test
  void authorizersDoNotCountBesideAFlag() {
    apiServer("authorizationConfig: [{type: X, name: x}], extraArgs: {authorization-mode: RBAC}")
        .has(Pass, "1.2.6", "1.2.7");
  }

  @Test
  void fieldsOfTheKubeletThatTalosRefusesAreErrors() {
    Check.text(
            "machine: {kubelet: {extraConfig: {authentication: {anonymous: {enabled: false}}}}}\n")
        .has(Error, "4.2.1")
        .says("4.2.1", "sets authentication, which Talos sets itself");
  }

  @Test
  void aPatchOfPodSecuritysExemptionsSaysNothingOfItsDefaults() {
    assertThat(
            apiServer(
                    "admissionControl: [{name: PodSecurity, configuration: {exemptions:"
                        + " {namespaces: [rook-ceph]}}}]")
                .arguments("kube-apiserver")
                .get(0))
        .isEmpty();
  }

  @Test
  void defaultsOfPodSecurityAreRead() {
    assertThat(
            apiServer(
                    "admissionControl: [{name: PodSecurity, configuration: {kind:"
                        + " PodSecurityConfiguration, defaults: {enforce: privileged}}}]")
                .arguments("kube-apiserver")
                .get(0))
        .anyMatch(argument -> argument.startsWith("--admission-control-config-file="));
  }

  @Test
  void aWorkerRunsNoControlPlane() {
    Check check =
        Check.text(
            """
            version: v1alpha1
            machine: {type: worker, kubelet: {extraArgs: {read-only-port: "10255"}}}
            cluster: {apiServer: {extraArgs: {profiling: "true"}}}
            """);
    check.has(Fail, "4.2.4").has(NotApplicable, "1.2.15");
    assertThat(check.arguments("kube-apiserver")).isEmpty();
  }

  @Test
  void aComponentThatIsSwitchedOffIsNone() {
    Check.text(
            """
            version: v1alpha1
            machine: {controlPlane: {scheduler: {disabled: true}}}
            cluster: {scheduler: {extraArgs: {profiling: "true"}}}
            """)
        .has(NotApplicable, "1.4.1");
  }

  @Test
  void aPatchNeedsNoVersion() {
    Check.text("cluster:\n  apiServer:\n    extraArgs: {profiling: true}\n")
        .has(Fail, "1.2.15")
        .at("1.2.15", 3, 28);
  }

  @Test
  void clustersOfOtherToolsAreNone() {
    Check check = Check.text("cluster: {name: a, id: 3}\nmachine: {type: m5.large}\n");
    assertThat(check.evidence().components()).isEmpty();
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void aJsonPatchAloneIsRead() {
    Check check =
        Check.text(
            """
            - {op: add, path: /cluster/apiServer/extraArgs, value: {profiling: "true"}}
            - {op: replace, path: /machine/network/interfaces/0/dhcp, value: true}
            - op: add
              path: /machine/kubelet/extraArgs/read-only-port
              value: "10255"
            """);
    check.has(Fail, "1.2.15", "4.2.4");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void argumentsOfTheKubeletCountMoreThanItsConfiguration() {
    Check.text(
            """
            version: v1alpha1
            machine:
              kubelet:
                extraArgs: {read-only-port: "0"}
                extraConfig: {readOnlyPort: 10255, podPidsLimit: -1}
                defaultRuntimeSeccompProfileEnabled: true
            """)
        .has(Pass, "4.2.4", "4.2.14")
        .has(Fail, "4.2.13");
  }

  @Test
  void staticPodsOfTheMachineAreRead() {
    Check.text(
            """
            version: v1alpha1
            machine:
              pods:
              - apiVersion: v1
                kind: Pod
                metadata: {name: kube-scheduler}
                spec:
                  containers:
                  - name: kube-scheduler
                    image: registry.k8s.io/kube-scheduler:v1.36.3
                    command: [kube-scheduler, --profiling=true]
            """)
        .has(Fail, "1.4.1");
  }

  @Test
  void theSchedulersConfigurationIsRead() {
    Check.text("version: v1alpha1\ncluster: {scheduler: {config: {enableProfiling: true}}}\n")
        .has(Fail, "1.4.1");
  }

  @Test
  void unknownFieldsOfTheClusterConcernItsComponents() {
    Check check = Check.text("version: v1alpha1\ncluster: {apiserver: {}}\n");
    check.has(Error, "1.2.6").has(NotApplicable, "4.2.1");
    assertThat(check.componentsWithProblems()).hasSize(5);
  }

  @Test
  void anItemThatAPatchDeletesIsGone() {
    Check check =
        Check.text(
            """
            version: v1alpha1
            cluster:
              apiServer:
                $patch: delete
              scheduler: {extraArgs: {profiling: {$patch: delete}, v: "1"}}
            """);
    assertThat(check.arguments("kube-apiserver")).isEmpty();
    assertThat(check.arguments("kube-scheduler").get(0)).containsExactly("--v=1");
  }
}
