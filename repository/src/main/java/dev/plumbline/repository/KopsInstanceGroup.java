package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.Set;

/** kops' InstanceGroup in a file without its Cluster, which otherwise reads it. */
final class KopsInstanceGroup implements Format {

  private static final Set<String> CONTROL_PLANE =
      Set.of("Master", "ControlPlane", "control-plane");

  private static final Set<String> WITHOUT_KUBELET = Set.of("Bastion");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOne(document);
  }

  static boolean isOne(Tree.Mapping document) {
    return Kops.isOfKops(document, "InstanceGroup") && !WITHOUT_KUBELET.contains(role(document));
  }

  static boolean isOfControlPlane(Tree.Mapping group) {
    return CONTROL_PLANE.contains(role(group));
  }

  static boolean isOfNodes(Tree.Mapping group) {
    return role(group).equals("Node");
  }

  private static String role(Tree.Mapping group) {
    return group.get("spec").orElse(group) instanceof Tree.Mapping spec
        ? Format.text(spec, "role")
        : "";
  }

  /** The name of the Cluster that a group belongs to. */
  static String cluster(Tree.Mapping group) {
    return group.get("metadata").orElse(group) instanceof Tree.Mapping metadata
            && metadata.get("labels").orElse(metadata) instanceof Tree.Mapping labels
        ? Format.text(labels, "kops.k8s.io/cluster")
        : "";
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    NodeFiles files = NodeFiles.of(Format.list(Format.at(document, "spec"), "fileAssets"));
    files.reportOverrides(into);
    boolean hasCluster =
        into.source().objects().stream()
            .filter(other -> Kops.isOfKops(other, "Cluster"))
            .anyMatch(other -> Format.nameOf(other).equals(cluster(document)));
    if (!hasCluster) {
      into.nodeFiles(files);
      KopsFields fields =
          new KopsFields(FieldTable.of("kops"), Format.text(document, "apiVersion"), into);
      KopsKubelets.add("spec.kubelet", Format.at(document, "spec", "kubelet"), "", fields, into);
    }
  }
}
