package dev.plumbline.cli.example;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Installers of nodes, which take fields of the kubelet's own configuration. */
final class KubeletExamples {

  private KubeletExamples() {}

  private static Optional<Map<String, Object>> settings(Wanted wanted) {
    return wanted.component().equals("kubelet") && !wanted.config().isEmpty()
        ? Optional.of(Yaml.tree(wanted.config()))
        : Optional.empty();
  }

  static Optional<Object> eksctl(Wanted wanted) {
    return settings(wanted)
        .map(
            settings ->
                Yaml.object(
                    "apiVersion",
                    "eksctl.io/v1alpha5",
                    "kind",
                    "ClusterConfig",
                    "metadata",
                    Yaml.object("name", "example", "region", "eu-central-1"),
                    "nodeGroups",
                    List.of(Yaml.object("name", "workers", "kubeletExtraConfig", settings))));
  }

  static Optional<Object> nodeadm(Wanted wanted) {
    return settings(wanted)
        .map(
            settings ->
                Yaml.object(
                    "apiVersion",
                    "node.eks.aws/v1alpha1",
                    "kind",
                    "NodeConfig",
                    "spec",
                    Yaml.below(List.of("kubelet", "config"), settings)));
  }

  static Optional<Object> openShift(Wanted wanted) {
    return settings(wanted)
        .map(
            settings ->
                Yaml.resource(
                    "machineconfiguration.openshift.io/v1",
                    "KubeletConfig",
                    Yaml.object(
                        "machineConfigPoolSelector",
                        Yaml.below(
                            List.of(
                                "matchLabels",
                                "pools.operator.machineconfiguration.openshift.io/worker"),
                            ""),
                        "kubeletConfig",
                        settings)));
  }
}
