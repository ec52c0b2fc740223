package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.K3sArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code config.yaml} of RKE2 and k3s. An argument replaces what they set themselves; one whose
 * name ends in {@code +} is appended to it, in {@code -} prepended (pkg/daemons/config/types.go of
 * k3s).
 *
 * @see <a href="https://docs.rke2.io/install/configuration">RKE2's configuration</a>
 * @see <a href="https://docs.k3s.io/installation/configuration">k3s' configuration</a>
 */
final class Rancher implements Format {

  /** Options that no other tool's file has at its top. */
  private static final Set<String> OWN_OPTIONS =
      Set.of(
          "write-kubeconfig-mode",
          "tls-san",
          "cluster-init",
          "secrets-encryption",
          "protect-kernel-defaults",
          "etcd-snapshot-schedule-cron",
          "kube-apiserver-extra-mount",
          "flannel-backend");

  private static final FieldTable FIELDS = FieldTable.of("rancher");

  /** SOPS adds this key to a file that it encrypts. */
  private static final String SOPS = "sops";

  private static final String PLUGINS = "enable-admission-plugins";

  /** The only plugin that both enable by name: pkg/daemons/control/server.go of k3s. */
  private static final String OWN_PLUGIN = "NodeRestriction";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOne(document);
  }

  static boolean isOne(Tree.Mapping document) {
    if (document.get("kind").isPresent()) {
      return false;
    }
    Set<String> keys = document.entries().keySet();
    return keys.stream()
            .anyMatch(
                key -> OWN_OPTIONS.contains(key) || K3sArguments.component(option(key)).isPresent())
        || keys.size() > 1
            && keys.stream()
                .allMatch(key -> FIELDS.block("options").knows(option(key)) || key.equals(SOPS));
  }

  @Override
  public void read(Tree.Mapping file, ComponentSink into) throws InvalidDocumentException {
    options(ConfigDropIns.whole(List.of(file)), "", into);
  }

  /**
   * Options, in a file of their own or as another tool writes it.
   *
   * @param version of RKE2 or k3s; empty when it is not known
   */
  static void options(Tree.Mapping document, String version, ComponentSink into)
      throws InvalidDocumentException {
    // Every node that has such a file runs a kubelet.
    List<Argument> kubelet = new ArrayList<>(kernelDefaults(document, into));
    List<Argument> apiServer = new ArrayList<>(apiServerOptions(document, into));
    reportEtcd(document, into);
    for (Map.Entry<String, Tree> entry : document.entries().entrySet()) {
      String component = K3sArguments.component(option(entry.getKey())).orElse("");
      List<Argument> arguments = component.isEmpty() ? List.of() : arguments(entry, into);
      if (component.equals("kubelet")) {
        kubelet.addAll(arguments);
      } else if (component.equals("kube-apiserver")) {
        apiServer.addAll(arguments);
      } else if (!component.isEmpty()) {
        into.arguments(component, version, entry.getValue(), arguments);
      } else {
        reportUnknown(entry, into);
      }
    }
    into.arguments("kubelet", version, document, kubelet);
    if (!apiServer.isEmpty()) {
      into.arguments("kube-apiserver", version, document, apiServer);
    }
  }

  /** In files that are merged, a {@code +} adds to the value of the file before. */
  private static String option(String key) {
    return key.endsWith("+") ? key.substring(0, key.length() - 1) : key;
  }

  /** The profile for the benchmark sets it too: pkg/cli/cmds/profile_linux.go of RKE2. */
  private static List<Argument> kernelDefaults(Tree.Mapping document, ComponentSink into) {
    Tree profile = document.get("profile").orElse(null);
    if (profile instanceof Tree.Scalar scalar && scalar.text().startsWith("cis")) {
      return List.of(into.argument("protect-kernel-defaults", "true", profile));
    }
    if (profile instanceof Tree.Scalar scalar && Placeholder.isIn(scalar.text())) {
      return List.of(into.argument("protect-kernel-defaults", scalar.text(), profile));
    }
    Tree kernel = document.get("protect-kernel-defaults").orElse(null);
    return kernel instanceof Tree.Scalar scalar
        ? List.of(into.argument("protect-kernel-defaults", scalar.text(), kernel))
        : List.of();
  }

  /** The options that both turn into arguments of the API server. */
  private static List<Argument> apiServerOptions(Tree.Mapping document, ComponentSink into) {
    List<Argument> arguments = new ArrayList<>();
    Tree encryption = document.get("secrets-encryption").orElse(null);
    if (encryption instanceof Tree.Scalar scalar && !scalar.text().equals("false")) {
      String file =
          Placeholder.isIn(scalar.text())
              ? scalar.text()
              : "/var/lib/rancher/server/cred/encryption-config.json";
      arguments.add(into.argument("encryption-provider-config", file, encryption));
    }
    Tree policy = document.get("audit-policy-file").orElse(null);
    if (policy instanceof Tree.Scalar scalar) {
      arguments.add(into.argument("audit-policy-file", scalar.text(), policy));
    }
    document
        .get("datastore-endpoint")
        .ifPresent(
            endpoint -> {
              for (String flag : List.of("etcd-cafile", "etcd-certfile", "etcd-keyfile")) {
                arguments.add(into.unresolved(flag, "", endpoint));
              }
            });
    return arguments;
  }

  /** etcd takes each of its flags from a variable too. */
  private static void reportEtcd(Tree.Mapping document, ComponentSink into) {
    document
        .get("etcd-extra-env")
        .ifPresent(variables -> into.notRead("etcd", "etcd-extra-env", variables));
  }

  /** What is no option is skipped by RKE2 and k3s, unless a newer release has it. */
  private static void reportUnknown(Map.Entry<String, Tree> entry, ComponentSink into) {
    String key = option(entry.getKey());
    for (String component : Component.NAMES) {
      if (!FIELDS.block("options").knows(key) && key.startsWith(component + "-")) {
        into.notRead(component, key, entry.getValue());
      }
    }
  }

  private static List<Argument> arguments(Map.Entry<String, Tree> option, ComponentSink into)
      throws InvalidDocumentException {
    Tree value = option.getValue();
    List<Tree> items = value instanceof Tree.Sequence list ? list.items() : List.of(value);
    List<Argument> arguments = new ArrayList<>();
    for (Tree item : items) {
      String[] parts =
          ExtraArguments.text(item, ExtraArguments.Decoding.LENIENT)
              .replaceFirst("^--", "")
              .split("=", 2);
      arguments.add(argument(parts[0], parts.length == 2 ? parts[1] : "true", item, into));
    }
    return arguments;
  }

  private static Argument argument(String name, String value, Tree item, ComponentSink into) {
    if (!name.endsWith("+") && !name.endsWith("-")) {
      return into.argument(name, value, item);
    }
    String flag = name.substring(0, name.length() - 1);
    return flag.equals(PLUGINS)
        ? into.argument(flag, OWN_PLUGIN + "," + value, item)
        : into.unresolved(flag, value, item);
  }
}
