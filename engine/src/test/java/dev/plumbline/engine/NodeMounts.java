package dev.plumbline.engine;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.HostPath;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the pod of a {@link NodeFixture} mounts. */
final class NodeMounts {

  private NodeMounts() {}

  /**
   * As the operator chooses it. A component of the control plane in its evidence stands for the
   * label that such a node has.
   */
  static List<String> of(NodeFixture node, Evidence all) throws IOException {
    boolean isControlPlane =
        all.components().stream()
            .anyMatch(
                component ->
                    component.name().equals("kube-apiserver") || component.name().equals("etcd"));
    Stream<String> places =
        Distribution.hostPaths(Distributions.applying(node.node(all)), isControlPlane).stream()
            .map(HostPath::path);
    return Stream.of(places, kubeProxyVolumes(node).stream(), node.description().mounted().stream())
        .flatMap(paths -> paths)
        .flatMap(path -> Stream.of(path, throughLink(node, path)))
        .distinct()
        .toList();
  }

  /** What is mounted by a path with a link in it lies where the link leads. */
  private static String throughLink(NodeFixture node, String path) {
    return node.description().links().entrySet().stream()
        .filter(link -> path.startsWith(link.getKey() + "/"))
        .findFirst()
        .map(
            link ->
                Path.of(link.getKey()).resolveSibling(link.getValue())
                    + path.substring(link.getKey().length()))
        .orElse(path);
  }

  private static List<String> kubeProxyVolumes(NodeFixture node) throws IOException {
    Path from = node.directory().resolve("root");
    try (Stream<Path> files = Files.walk(from)) {
      return files
          .filter(file -> file.getParent().endsWith("volumes/kubernetes.io~configmap"))
          .map(file -> "/" + from.relativize(file))
          .toList();
    }
  }
}
