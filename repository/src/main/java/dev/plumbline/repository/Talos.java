package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ExtraArguments.Decoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Talos machine configuration.
 *
 * @see <a href="https://www.talos.dev/latest/reference/configuration/v1alpha1/config/">its
 *     fields</a>
 */
final class Talos implements Format {

  private static final Map<String, String> COMPONENTS =
      Map.of(
          "apiServer", "kube-apiserver",
          "controllerManager", "kube-controller-manager",
          "scheduler", "kube-scheduler",
          "proxy", "kube-proxy");

  private static final String MODE = "authorization-mode";

  /** Talos adds what is given here to what it sets itself: what comes of it isn't told here. */
  private static final Set<String> ADDED_TO =
      Set.of("enable-admission-plugins", "tls-cipher-suites");

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.text(document, "version").equals("v1alpha1")
        && document.get("kind").isEmpty()
        && (document.get("machine").isPresent() || document.get("cluster").isPresent());
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping kubelet = Format.at(document, "machine", "kubelet");
    String version = Format.text(kubelet, "image");
    if (kubelet.get("extraArgs").isPresent()) {
      into.arguments(
          "kubelet",
          version,
          kubelet,
          ExtraArguments.of(kubelet, "extraArgs", Decoding.LENIENT, into));
    }
    if (kubelet.get("extraConfig").isPresent()) {
      into.configuration(
          "kubelet", version, ConfigSchema.KUBELET, Format.at(kubelet, "extraConfig"), "");
    }
    Tree.Mapping cluster = Format.at(document, "cluster");
    for (Map.Entry<String, String> block : COMPONENTS.entrySet()) {
      if (cluster.get(block.getKey()).isPresent()) {
        Tree.Mapping fields = Format.at(cluster, block.getKey());
        into.arguments(
            block.getValue(), Format.text(fields, "image"), fields, arguments(fields, into));
      }
    }
    if (cluster.get("etcd").isPresent()) {
      Tree.Mapping etcd = Format.at(cluster, "etcd");
      into.arguments("etcd", Format.text(etcd, "image"), etcd, arguments(etcd, into));
    }
  }

  private static List<Argument> arguments(Tree.Mapping fields, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments = new ArrayList<>();
    for (Argument argument : ExtraArguments.of(fields, "extraArgs", Decoding.LENIENT, into)) {
      String[] parts = argument.value().substring(2).split("=", 2);
      if (parts[0].equals(MODE)) {
        // Talos has Node and RBAC in any case, and what is given comes behind them.
        String added =
            List.of(parts[1].split(",", -1)).stream()
                .filter(mode -> !mode.equals("Node") && !mode.equals("RBAC"))
                .reduce("Node,RBAC", (modes, mode) -> modes + "," + mode);
        arguments.add(
            new Argument("--" + MODE + "=" + added, argument.resolution(), argument.place()));
      } else if (!ADDED_TO.contains(parts[0])) {
        arguments.add(argument);
      }
    }
    return arguments;
  }
}
