package dev.plumbline.cli.example;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** MicroK8s' files of arguments, and what writes them when it is installed. */
final class MicroK8sExamples {

  private static final Map<String, String> FIELDS =
      Map.of(
          "kube-apiserver", "extraKubeAPIServerArgs",
          "kube-controller-manager", "extraKubeControllerManagerArgs",
          "kube-scheduler", "extraKubeSchedulerArgs",
          "etcd", "extraEtcdArgs",
          "kubelet", "extraKubeletArgs",
          "kube-proxy", "extraKubeProxyArgs");

  private MicroK8sExamples() {}

  static Optional<Object> launch(Wanted wanted) {
    String field = FIELDS.get(wanted.component());
    if (field == null || wanted.flags().isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> arguments = new TreeMap<>();
    wanted.flags().forEach((flag, value) -> arguments.put("--" + flag, value));
    return Optional.of(Yaml.object("version", "0.2.0", field, arguments));
  }

  static Optional<ExampleFile> arguments(Wanted wanted) {
    return wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ExampleFile(wanted.component(), String.join("\n", wanted.arguments("--")) + "\n"));
  }
}
