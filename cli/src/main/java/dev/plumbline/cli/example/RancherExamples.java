package dev.plumbline.cli.example;

import dev.plumbline.evidence.K3sArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rancher's distributions, which take flags as options, and what installs them. */
final class RancherExamples {

  private static final Map<String, String> RKE1 =
      Map.of(
          "kube-apiserver", "kube-api",
          "kube-controller-manager", "kube-controller",
          "kube-scheduler", "scheduler",
          "kubelet", "kubelet",
          "kube-proxy", "kubeproxy",
          "etcd", "etcd");

  private static final Map<String, List<String>> CLUSTER_API =
      Map.of(
          "kube-apiserver", List.of("serverConfig", "kubeAPIServer"),
          "kube-controller-manager", List.of("serverConfig", "kubeControllerManager"),
          "kube-scheduler", List.of("serverConfig", "kubeScheduler"),
          "etcd", List.of("serverConfig", "etcd", "customConfig"),
          "kubelet", List.of("agentConfig", "kubelet"),
          "kube-proxy", List.of("agentConfig", "kubeProxy"));

  private RancherExamples() {}

  private static Optional<Map<String, Object>> options(Wanted wanted) {
    return wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(Yaml.object(option(wanted), wanted.arguments("")));
  }

  private static String option(Wanted wanted) {
    return K3sArguments.option(wanted.component());
  }

  static Optional<Object> config(Wanted wanted) {
    return options(wanted).map(options -> options);
  }

  /** Nodes without a control plane have a kubelet and a proxy too. */
  static Optional<Object> k3d(Wanted wanted) {
    if (wanted.flags().isEmpty()) {
      return Optional.empty();
    }
    boolean everywhere = List.of("kubelet", "kube-proxy").contains(wanted.component());
    List<Object> extra = new ArrayList<>();
    for (String argument : wanted.arguments("--" + option(wanted) + "=")) {
      extra.add(
          Yaml.object(
              "arg",
              argument,
              "nodeFilters",
              everywhere ? List.of("server:*", "agent:*") : List.of("server:*")));
    }
    return Optional.of(
        Yaml.object(
            "apiVersion",
            "k3d.io/v1alpha5",
            "kind",
            "Simple",
            "servers",
            1,
            "agents",
            1,
            "options",
            Yaml.below(List.of("k3s", "extraArgs"), extra)));
  }

  static Optional<Object> rke1(Wanted wanted) {
    String service = RKE1.get(wanted.component());
    return service == null || wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Yaml.below(List.of("services", service, "extra_args"), new TreeMap<>(wanted.flags())));
  }

  static Optional<Object> provisioning(Wanted wanted) {
    return options(wanted)
        .map(
            options ->
                Yaml.resource(
                    "provisioning.cattle.io/v1",
                    "Cluster",
                    Yaml.below(List.of("rkeConfig", "machineGlobalConfig"), options)));
  }

  static Optional<Object> clusterApi(Wanted wanted) {
    List<String> block = CLUSTER_API.get(wanted.component());
    return block == null || wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Yaml.resource(
                "controlplane.cluster.x-k8s.io/v1beta1",
                "RKE2ControlPlane",
                Yaml.below(block, Yaml.object("extraArgs", wanted.arguments("")))));
  }
}
