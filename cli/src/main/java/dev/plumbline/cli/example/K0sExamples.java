package dev.plumbline.cli.example;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** k0s, and k0sctl, which installs it. */
final class K0sExamples {

  private static final Map<String, List<String>> BLOCKS =
      Map.of(
          "kube-apiserver", List.of("api", "extraArgs"),
          "kube-controller-manager", List.of("controllerManager", "extraArgs"),
          "kube-scheduler", List.of("scheduler", "extraArgs"),
          "etcd", List.of("storage", "etcd", "extraArgs"),
          "kube-proxy", List.of("network", "kubeProxy", "extraArgs"));

  private K0sExamples() {}

  static Optional<Object> cluster(Wanted wanted) {
    return config(wanted).map(config -> config);
  }

  static Optional<Object> k0sctl(Wanted wanted) {
    return config(wanted)
        .map(
            config ->
                Yaml.resource(
                    "k0sctl.k0sproject.io/v1beta1",
                    "Cluster",
                    Yaml.below(List.of("k0s", "config"), config)));
  }

  /** A kubelet's settings belong to a profile, which the worker is started with. */
  private static Optional<Map<String, Object>> config(Wanted wanted) {
    List<String> block = BLOCKS.get(wanted.component());
    Map<String, Object> spec;
    if (wanted.component().equals("kubelet") && !wanted.config().isEmpty()) {
      spec =
          Yaml.object(
              "workerProfiles",
              List.of(Yaml.object("name", "example", "values", Yaml.tree(wanted.config()))));
    } else if (block != null && !wanted.flags().isEmpty()) {
      spec = Yaml.below(block, new TreeMap<>(wanted.flags()));
    } else {
      return Optional.empty();
    }
    return Optional.of(Yaml.resource("k0s.k0sproject.io/v1beta1", "ClusterConfig", spec));
  }
}
