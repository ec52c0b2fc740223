package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A launch configuration of MicroK8s, whose arguments replace those in its argument files
 * (pkg/k8sinit/{schema,apply}.go of canonical/microk8s-cluster-agent at 33e4ad06).
 *
 * @see <a href="https://microk8s.io/docs/ref-launch-config">its fields</a>
 */
final class MicroK8s implements Format {

  private static final Map<String, String> COMPONENTS = new LinkedHashMap<>();

  static {
    COMPONENTS.put("extraKubeAPIServerArgs", "kube-apiserver");
    COMPONENTS.put("extraKubeControllerManagerArgs", "kube-controller-manager");
    COMPONENTS.put("extraKubeSchedulerArgs", "kube-scheduler");
    COMPONENTS.put("extraEtcdArgs", "etcd");
    COMPONENTS.put("extraKubeletArgs", "kubelet");
    COMPONENTS.put("extraKubeProxyArgs", "kube-proxy");
  }

  /** What people give an etcd whose peers are to have certificates. */
  private static final List<String> PEER_FLAGS =
      List.of("--peer-client-cert-auth", "--peer-cert-file", "--peer-key-file");

  private static final FieldTable FIELDS = FieldTable.of("microk8s");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return document.get("kind").isEmpty()
        && document.entries().keySet().stream().anyMatch(COMPONENTS::containsKey);
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    into.notRead(Component.NAMES, "", FIELDS.block("launch"), document);
    document
        .get("extraEtcdEnv")
        .ifPresent(variables -> into.notRead("etcd", "extraEtcdEnv", variables));
    Tree.Mapping files = Format.at(document, "extraConfigFiles");
    for (String component : Component.NAMES) {
      // A file of that name takes the place of the component's arguments.
      files
          .get(component)
          .ifPresent(content -> into.fileNotRead(component, "args/" + component, content));
    }
    for (Map.Entry<String, String> block : COMPONENTS.entrySet()) {
      if (document.get(block.getKey()).isPresent()) {
        Tree.Mapping arguments = Format.at(document, block.getKey());
        into.arguments(
            block.getValue(), "", arguments, arguments(block.getValue(), arguments, into));
      }
    }
  }

  /**
   * etcd's defaults, which count where the file has none for its clients, and nothing has one for
   * its peers.
   */
  private static List<Argument> urls(Tree.Mapping block, ComponentSink into) {
    List<Argument> urls = new ArrayList<>();
    Tree clients = block.get("--listen-client-urls").orElse(null);
    if (clients != null && Tree.isNull(clients)) {
      urls.add(into.argument("listen-client-urls", "http://localhost:2379", clients));
    }
    boolean certified = PEER_FLAGS.stream().anyMatch(flag -> block.get(flag).isPresent());
    if (certified && block.get("--listen-peer-urls").filter(url -> !Tree.isNull(url)).isEmpty()) {
      urls.add(into.argument("listen-peer-urls", "http://localhost:2380", block));
    }
    return urls;
  }

  /** Without a value an argument is taken out of the file, so that its default counts. */
  private static List<Argument> arguments(String component, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments =
        new ArrayList<>(component.equals("etcd") ? urls(block, into) : List.of());
    for (Map.Entry<String, Tree> entry : block.entries().entrySet()) {
      if (!Tree.isNull(entry.getValue())) {
        String value = ExtraArguments.joined(entry.getValue());
        arguments.add(Argument.known(entry.getKey() + "=" + value, into.place(entry.getValue())));
      }
    }
    return arguments;
  }
}
