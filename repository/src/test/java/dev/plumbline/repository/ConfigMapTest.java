package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigMapTest {

  private static final String LIST =
      """
      apiVersion: v1
      kind: ConfigMapList
      items:
      - metadata: {name: kube-proxy, namespace: kube-system}
        data:
          config.conf: |-
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            metricsBindAddress: 0.0.0.0:10249
          kubeconfig.conf: |-
            apiVersion: v1
            kind: Config
      - metadata: {name: kubeadm-config, namespace: kube-system}
        data:
          ClusterConfiguration: |
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            kubernetesVersion: v1.34.1
            apiServer:
              extraArgs:
              - {name: profiling, value: "true"}
          ClusterStatus: |
            apiVersion: kubeadm.k8s.io/v1beta2
            kind: ClusterStatus
      """;

  @Test
  void valuesOfEachItemOfAListAreReadAtTheirOwnLines() {
    Check check = Check.text(LIST).has(Fail, "1.2.15", "4.3.1").at("1.2.15", 21, 36);
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void aMapInAListOfAllKindsIsRead() {
    Check.text(
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: ConfigMap
              metadata: {name: kubelet-config-1.22}
              data:
                kubelet: '{"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration", "readOnlyPort": 10255}'
            """)
        .has(Fail, "4.2.4")
        .at("4.2.4", 8, 14);
  }

  @Test
  void noDiffIsMadeOfAValue() {
    Check check = Check.resource("cases/unread-kinds/kinds/configmap-kubelet.yaml");
    assertThat(check.findings().values()).allMatch(finding -> finding.patches().isEmpty());
  }

  @Test
  void aValueThatIsATemplateIsAnErrorOfTheComponents() {
    Check.text(
            """
            apiVersion: v1
            kind: ConfigMap
            data:
              kubelet: |
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                readOnlyPort: {{ port }}
            """)
        .has(Error, "4.2.4")
        .says("4.2.4", "line 7");
  }

  @Test
  void mapsOfApplicationsAreNotRead() {
    Check check =
        Check.text("apiVersion: v1\nkind: ConfigMap\ndata: {kubelet: x, app.yaml: 'a: {{ b'}\n");
    assertThat(check.evidence().components()).isEmpty();
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void mapsWithinMapsEndSomewhere() {
    String map = "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n";
    for (int i = 0; i < 8; i++) {
      map = "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n" + map.indent(4);
    }
    assertThat(Check.text(map).problems()).isNotEmpty().allMatch(p -> p.contains("more than 5"));
  }

  @Test
  void aKubeletsConfigzIsReadWithoutItsAbsentFields() {
    Check.text("{\"kubeletconfig\": {\"tlsMinVersion\": \"VersionTLS13\", \"podPidsLimit\": -1}}")
        .has(Fail, "4.2.13")
        .has(NotApplicable, "4.2.4");
  }

  @Test
  void aDaemonSetOfKubeProxyIsRead() {
    Check.text(
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: apps/v1
              kind: DaemonSet
              metadata: {name: kube-proxy}
              spec:
                template:
                  spec:
                    containers:
                    - name: kube-proxy
                      image: registry.k8s.io/kube-proxy:v1.34.1
                      command: [/usr/local/bin/kube-proxy, --metrics-bind-address=0.0.0.0]
            """)
        .has(Fail, "4.3.1");
  }

  @Test
  void whatIsWrittenInKamajisTenantReachesItsComponents() {
    Check.text(
            """
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: TenantControlPlane
            spec:
              controlPlane:
                deployment:
                  replicas: 2
                  extraArgs:
                    apiServer: [--profiling=false, --enable-admission-plugins=AlwaysAdmit]
                    controllerManager: ["--bind-address=0.0.0.0"]
                    scheduler: [--bind-address=127.0.0.1, --profiling=true]
              kubernetes:
                version: v1.34.1
                admissionControllers: [NodeRestriction, AlwaysPullImages]
                kubelet:
                  configurationJSONPatches: [{op: add, path: /readOnlyPort, value: 10255}]
            """)
        .has(Pass, "1.2.15", "1.2.10", "1.2.11")
        .has(Fail, "1.3.7", "1.4.1", "4.2.4")
        .has(NotApplicable, "1.4.2");
  }

  @Test
  void fieldsThatANewerKamajiHasAreErrors() {
    Check.text(
            """
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: TenantControlPlane
            spec: {controlPlane: {deployment: {extraFlags: {}}}}
            """)
        .has(Error, "1.2.6")
        .says("1.2.6", "spec.controlPlane.deployment.extraFlags");
  }
}
