package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code config.yaml} of RKE2 and k3s. An argument takes the place of what they set themselves;
 * one whose name ends in {@code +} or {@code -} joins it, so that its value can't be told from
 * here.
 *
 * @see <a href="https://docs.rke2.io/install/configuration">RKE2's configuration</a>
 * @see <a href="https://docs.k3s.io/installation/configuration">k3s' configuration</a>
 */
final class Rancher implements Format {

  private static final Map<String, String> COMPONENTS = new LinkedHashMap<>();

  static {
    COMPONENTS.put("kube-apiserver-arg", "kube-apiserver");
    COMPONENTS.put("kube-controller-manager-arg", "kube-controller-manager");
    COMPONENTS.put("kube-controller-arg", "kube-controller-manager");
    COMPONENTS.put("kube-scheduler-arg", "kube-scheduler");
    COMPONENTS.put("etcd-arg", "etcd");
    COMPONENTS.put("kubelet-arg", "kubelet");
    COMPONENTS.put("kube-proxy-arg", "kube-proxy");
  }

  /** Fields that no other tool's file has at its top. */
  private static final Set<String> OWN_FIELDS =
      Set.of(
          "write-kubeconfig-mode",
          "tls-san",
          "cluster-init",
          "secrets-encryption",
          "protect-kernel-defaults",
          "etcd-snapshot-schedule-cron",
          "kube-apiserver-extra-mount",
          "flannel-backend");

  @Override
  public boolean reads(Tree.Mapping document) {
    return document.get("kind").isEmpty()
        && document.entries().keySet().stream()
            .anyMatch(key -> OWN_FIELDS.contains(key) || COMPONENTS.containsKey(field(key)));
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    for (Map.Entry<String, Tree> entry : document.entries().entrySet()) {
      String component = COMPONENTS.get(field(entry.getKey()));
      if (component != null) {
        into.arguments(component, "", entry.getValue(), arguments(entry.getValue(), into));
      }
    }
    Tree kernel = document.get("protect-kernel-defaults").orElse(null);
    if (kernel instanceof Tree.Scalar scalar) {
      Argument flag = into.argument("protect-kernel-defaults", scalar.text(), kernel);
      into.arguments("kubelet", "", kernel, List.of(flag));
    }
  }

  /** In files that are merged, a {@code +} adds to what the one before says. */
  private static String field(String key) {
    return key.endsWith("+") ? key.substring(0, key.length() - 1) : key;
  }

  private static List<Argument> arguments(Tree value, ComponentSink told)
      throws InvalidDocumentException {
    List<Tree> items = value instanceof Tree.Sequence list ? list.items() : List.of(value);
    List<Argument> arguments = new ArrayList<>();
    for (Tree item : items) {
      String[] parts =
          ExtraArguments.text(item, ExtraArguments.Decoding.LENIENT)
              .replaceFirst("^--", "")
              .split("=", 2);
      boolean joins = parts[0].endsWith("+") || parts[0].endsWith("-");
      if (!joins) {
        arguments.add(told.argument(parts[0], parts.length == 2 ? parts[1] : "true", item));
      }
    }
    return arguments;
  }
}
