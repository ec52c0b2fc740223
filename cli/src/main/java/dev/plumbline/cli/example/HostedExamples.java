package dev.plumbline.cli.example;

import dev.plumbline.repository.InstallerFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Installers that have names of their own for what they let their users set. */
final class HostedExamples {

  private static final Map<String, String> KUBESPRAY =
      Map.of(
          "kube-apiserver", "kube_kubeadm_apiserver_extra_args",
          "kube-controller-manager", "kube_kubeadm_controller_extra_args",
          "kube-scheduler", "kube_kubeadm_scheduler_extra_args");

  private static final Map<String, String> GARDENER =
      Map.of("kube-apiserver", "kubeAPIServer", "kubelet", "kubelet");

  private static final String PLUGINS = "enable-admission-plugins";

  private HostedExamples() {}

  /** A variable of its own where there is one for each flag; otherwise the extra arguments. */
  static Optional<Object> kubespray(Wanted wanted) {
    if (wanted.component().equals("kubelet")) {
      return wanted.config().isEmpty()
          ? Optional.empty()
          : Optional.of(Yaml.object("kubelet_config_extra_args", Yaml.tree(wanted.config())));
    }
    Optional<Map<String, Object>> own =
        own("kubespray", wanted.component(), new TreeMap<>(wanted.flags()));
    boolean isOwn =
        own.filter(variables -> variables.keySet().stream().noneMatch(HostedExamples::depends))
            .isPresent();
    String extra = KUBESPRAY.get(wanted.component());
    if (isOwn) {
      return own.map(variables -> variables);
    }
    return extra == null || wanted.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(Yaml.object(extra, new TreeMap<>(wanted.flags())));
  }

  /** Counts only where auditing is on. */
  private static boolean depends(String variable) {
    return variable.startsWith("audit_log_");
  }

  static Optional<Object> gardener(Wanted wanted) {
    String block = GARDENER.get(wanted.component());
    if (block == null) {
      return Optional.empty();
    }
    Map<String, String> settings =
        new TreeMap<>(block.equals("kubelet") ? wanted.config() : wanted.flags());
    Optional<String> plugins = Optional.ofNullable(settings.remove(PLUGINS));
    List<Object> enabled = new ArrayList<>();
    plugins.ifPresent(
        names ->
            List.of(names.split(",", -1)).forEach(name -> enabled.add(Yaml.object("name", name))));
    Optional<Map<String, Object>> fields =
        settings.isEmpty() && !enabled.isEmpty()
            ? Optional.of(new LinkedHashMap<>())
            : own("gardener", wanted.component(), settings);
    if (fields.isPresent() && !enabled.isEmpty()) {
      fields.get().put("admissionPlugins", enabled);
    }
    return fields.map(
        all ->
            Yaml.resource(
                "core.gardener.cloud/v1beta1",
                "Shoot",
                Yaml.below(List.of("kubernetes", block), all)));
  }

  /** The installer's own names with their values; empty unless it has one for each. */
  private static Optional<Map<String, Object>> own(
      String format, String component, Map<String, String> settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      Optional<String> field = InstallerFields.field(format, component, setting.getKey());
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields.put(field.get(), Yaml.valueOrList(setting.getValue()));
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
  }
}
