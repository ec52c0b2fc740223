package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Variables of Kubespray, as its templates turn them into arguments and into a kubelet's
 * configuration (roles/kubernetes/{control-plane,node}/templates at 46dbdd39). A variable in
 * another file may count more: Ansible takes the one of the narrowest group.
 *
 * @see <a href="https://kubespray.io/#/docs/ansible/vars">its variables</a>
 */
final class Kubespray implements Format {

  private static final FieldTable FIELDS = FieldTable.of("kubespray");

  private static final List<String> COMPONENTS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd");

  private static final String KUBELET = "kubelet";
  private static final String PROXY = "kube-proxy";

  /** Arguments of a component that are written as such, by the variable's name. */
  private static final Map<String, String> EXTRA =
      Map.of(
          "kube-apiserver", "kube_kubeadm_apiserver_extra_args",
          "kube-controller-manager", "kube_kubeadm_controller_extra_args",
          "kube-scheduler", "kube_kubeadm_scheduler_extra_args");

  private static final String GATES = "kube_feature_gates";
  private static final String KUBELET_GATES = "kubelet_feature_gates";

  /** Variables that count only where another is true. */
  private static final String AUDIT = "kubernetes_audit";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return document.get("kind").isEmpty()
        && document.get("apiVersion").isEmpty()
        && document.entries().keySet().stream().anyMatch(Kubespray::isOfComponent);
  }

  private static boolean isOfComponent(String variable) {
    // Others have variables of these names too.
    return !variable.startsWith("tls_")
        && !variable.startsWith("audit_log_")
        && FIELDS.blocks().stream()
            .map(FIELDS::block)
            .anyMatch(
                block -> block.flags().containsKey(variable) || block.code().contains(variable));
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String version = Format.text(document, "kube_version");
    if (!version.isEmpty() && !version.startsWith("v") && !Placeholder.isIn(version)) {
      version = "v" + version;
    }
    for (String component : COMPONENTS) {
      List<Argument> arguments = arguments(component, document, into);
      if (!arguments.isEmpty()) {
        into.arguments(component, version, document, arguments);
      }
    }
    kubelet(document, version, into);
    Tree.Mapping proxy = settings(PROXY, document);
    if (!proxy.entries().isEmpty()) {
      into.add(Configured.bySettings(PROXY, version, List.of(), ConfigSchema.PROXY, proxy));
    }
    report(document, into);
  }

  private static List<Argument> arguments(
      String component, Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    FieldTable.Block block = FIELDS.block(component);
    List<Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, Tree> variable : document.entries().entrySet()) {
      String flag = block.flags().get(variable.getKey());
      boolean general = variable.getKey().equals(GATES);
      if (flag != null
          && !Tree.isNull(variable.getValue())
          && !(general && hasOwn(block, document))) {
        String value = ExtraArguments.joined(variable.getValue());
        boolean known =
            !variable.getKey().startsWith("audit_log_")
                || Format.text(document, AUDIT).equals("true");
        arguments.add(
            known
                ? into.argument(flag, value, variable.getValue())
                : into.unresolved(flag, value, variable.getValue()));
      }
    }
    if (component.equals("kube-apiserver")) {
      arguments.addAll(switches(document, into));
    }
    String extra = EXTRA.getOrDefault(component, "");
    if (document.get(extra).isPresent()) {
      arguments.addAll(ExtraArguments.of(document, extra, ExtraArguments.Decoding.LENIENT, into));
    }
    return arguments;
  }

  /** Feature gates of one component count instead of those of all. */
  private static boolean hasOwn(FieldTable.Block block, Tree.Mapping document) {
    return block.flags().entrySet().stream()
        .filter(entry -> entry.getValue().equals("feature-gates") && !entry.getKey().equals(GATES))
        .anyMatch(entry -> document.get(entry.getKey()).isPresent());
  }

  /** Variables that set an argument where they are true, and none otherwise. */
  private static List<Argument> switches(Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    Map<String, String> switches = new LinkedHashMap<>();
    switches.put(
        "kube_encrypt_secret_data",
        "encryption-provider-config=/etc/kubernetes/ssl/secrets_encryption.yaml");
    switches.put(
        "kubelet_rotate_server_certificates",
        "kubelet-certificate-authority=/etc/kubernetes/ssl/ca.crt");
    switches.put(
        AUDIT, "audit-policy-file=/etc/kubernetes/audit-policy/apiserver-audit-policy.yaml");
    switches.put("kube_apiserver_service_account_lookup", "service-account-lookup=true");
    List<Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, String> entry : switches.entrySet()) {
      Tree value = document.get(entry.getKey()).orElse(null);
      if (value != null) {
        String[] parts = entry.getValue().split("=", 2);
        String on = ExtraArguments.joined(value);
        if (Placeholder.isIn(on)) {
          arguments.add(into.argument(parts[0], on, value));
        } else if (isTrue(on)) {
          arguments.add(into.argument(parts[0], parts[1], value));
        }
      }
    }
    return arguments;
  }

  private static boolean isTrue(String value) {
    return List.of("true", "yes", "on", "y", "1").contains(value.toLowerCase(Locale.ROOT));
  }

  private static void kubelet(Tree.Mapping document, String version, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping settings = settings(KUBELET, document);
    Tree mode = document.get("kubelet_authorization_mode_webhook").orElse(null);
    if (mode != null) {
      String on = ExtraArguments.joined(mode);
      String value = Placeholder.isIn(on) ? on : isTrue(on) ? "Webhook" : "AlwaysAllow";
      settings = withPath(settings, "authorization.mode", SynthesizedTree.text(value, mode));
    }
    for (Tree gate : gates(document)) {
      String[] parts = ExtraArguments.joined(gate).split("=", 2);
      if (parts.length == 2 && !parts[0].isEmpty()) {
        Tree value = new Tree.Scalar(parts[1], Tree.Kind.BOOLEAN, Tree.Origin.SHARED, gate.span());
        settings = withPath(settings, "featureGates." + parts[0], value);
      }
    }
    // What stands here comes later in the file that Kubespray writes, under the same names.
    settings = MergePatch.apply(settings, Format.at(document, "kubelet_config_extra_args"));
    List<Argument> flags = new ArrayList<>();
    Tree custom = document.get("kubelet_custom_flags").orElse(null);
    List<Tree> items =
        custom instanceof Tree.Sequence list
            ? list.items()
            : custom == null ? List.of() : List.of(custom);
    for (Tree item : items) {
      flags.addAll(ExtraArguments.inText(ExtraArguments.joined(item), item, into));
    }
    if (!settings.entries().isEmpty()) {
      into.add(Configured.bySettings(KUBELET, version, flags, ConfigSchema.KUBELET, settings));
    } else if (!flags.isEmpty()) {
      into.arguments(KUBELET, version, document, flags);
    }
  }

  private static List<Tree> gates(Tree.Mapping document) throws InvalidDocumentException {
    String variable = document.get(KUBELET_GATES).isPresent() ? KUBELET_GATES : GATES;
    return document.get(variable).orElse(null) instanceof Tree.Sequence list
        ? list.items()
        : List.of();
  }

  /** The fields of a component's own configuration, by the paths in the table. */
  private static Tree.Mapping settings(String component, Tree.Mapping document)
      throws InvalidDocumentException {
    Tree.Mapping settings = SynthesizedTree.empty(document);
    FieldTable.Block block = FIELDS.block(component);
    for (Map.Entry<String, Tree> variable : document.entries().entrySet()) {
      String path = block.flags().get(variable.getKey());
      if (path != null && !Tree.isNull(variable.getValue())) {
        settings = withPath(settings, path, variable.getValue());
      }
    }
    return settings;
  }

  private static Tree.Mapping withPath(Tree.Mapping settings, String path, Tree value)
      throws InvalidDocumentException {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return SynthesizedTree.with(settings, path, value);
    }
    String field = path.substring(0, dot);
    Tree.Mapping below = withPath(Format.at(settings, field), path.substring(dot + 1), value);
    return SynthesizedTree.with(settings, field, below);
  }

  /** Variables that decide how a component is started in a way that is not followed. */
  private static void report(Tree.Mapping document, ComponentSink into) {
    for (String component : FIELDS.blocks()) {
      for (String variable : FIELDS.block(component).overwritten()) {
        Tree value = document.get(variable).orElse(null);
        boolean off =
            value instanceof Tree.Scalar scalar && scalar.text().matches("(?i)false|no|off|0|");
        boolean none = value instanceof Tree.Mapping mapping && mapping.entries().isEmpty();
        if (value != null && !off && !none) {
          into.notRead(component, variable, value);
        }
      }
    }
  }
}
