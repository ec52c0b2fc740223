package dev.plumbline.cli.example;

import dev.plumbline.repository.InstallerFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** kops has a field of its own for each flag, and none for many. */
final class KopsExample {

  private static final Map<String, String> BLOCKS =
      Map.of(
          "kube-apiserver",
          "kubeAPIServer",
          "kube-controller-manager",
          "kubeControllerManager",
          "kube-scheduler",
          "kubeScheduler",
          "kubelet",
          "kubelet",
          "kube-proxy",
          "kubeProxy");

  private KopsExample() {}

  /** Empty where one of the flags has no field. */
  static Optional<Object> of(Wanted wanted) {
    String block = BLOCKS.get(wanted.component());
    Map<String, Object> spec = new LinkedHashMap<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> flag : new TreeMap<>(wanted.flags()).entrySet()) {
      Optional<String> field = InstallerFields.field("kops", wanted.component(), flag.getKey());
      if (field.isPresent()) {
        fields.put(field.get(), Yaml.valueOrList(flag.getValue()));
      } else if (flag.getKey().equals("authorization-mode")) {
        spec.put("authorization", Yaml.object("rbac", Map.of()));
      } else if (flag.getKey().equals("enable-admission-plugins")) {
        fields.put("appendAdmissionPlugins", List.of(flag.getValue().split(",", -1)));
      } else {
        return Optional.empty();
      }
    }
    if (block == null || spec.isEmpty() && fields.isEmpty()) {
      return Optional.empty();
    }
    if (!fields.isEmpty()) {
      spec.put(block, fields);
    }
    return Optional.of(
        Yaml.object(
            "apiVersion",
            "kops.k8s.io/v1alpha2",
            "kind",
            "Cluster",
            "metadata",
            Yaml.object("name", "example"),
            "spec",
            spec));
  }
}
