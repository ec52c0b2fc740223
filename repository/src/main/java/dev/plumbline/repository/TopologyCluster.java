package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.List;

/**
 * Cluster API's Cluster that is made from a ClusterClass. The class reads it.
 *
 * @see <a href="https://cluster-api.sigs.k8s.io/tasks/experimental-features/cluster-class/">
 *     ClusterClass</a>
 */
final class TopologyCluster implements Format {

  private static final String GROUP = "cluster.x-k8s.io/";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOne(document);
  }

  static boolean isOne(Tree.Mapping document) {
    return Format.is(document, "Cluster", GROUP)
        && document.get("spec").orElse(document) instanceof Tree.Mapping spec
        && spec.get("topology").isPresent();
  }

  /** The name of its class: in v1beta2 in a reference. */
  static String classOf(Tree.Mapping cluster) {
    if (!(cluster.get("spec").orElse(cluster) instanceof Tree.Mapping spec)
        || !(spec.get("topology").orElse(spec) instanceof Tree.Mapping topology)) {
      return "";
    }
    return topology.get("classRef").orElse(topology) instanceof Tree.Mapping reference
            && topology.get("classRef").isPresent()
        ? Format.text(reference, "name")
        : Format.text(topology, "class");
  }

  /** The names of the classes that the Clusters of a file are made from. */
  static List<String> classes(SourceFile.Parsed file) {
    return file.objects().stream()
        .filter(TopologyCluster::isOne)
        .map(TopologyCluster::classOf)
        .distinct()
        .toList();
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String name = classOf(document);
    if (ClusterClass.named(name, into.source()).isEmpty()) {
      for (String component : Component.NAMES) {
        into.problem(
            component,
            document,
            "is made from the ClusterClass \""
                + name
                + "\", which was not found among the files that were checked: how "
                + component
                + " is started is unknown; check both together");
      }
    }
  }
}
