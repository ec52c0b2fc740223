package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import dev.plumbline.repository.ComponentSink.Editing;
import dev.plumbline.repository.ComponentSink.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kubelets of a kops Cluster: {@code spec.kubelet}, overridden on the control plane by its own
 * block, and on the nodes of an InstanceGroup in the same file by the group's.
 *
 * @see <a href="https://kops.sigs.k8s.io/cluster_spec/#kubelet">the kubelet's fields</a>
 */
final class KopsKubelets {

  private static final String KUBELET = "kubelet";

  private final Tree.Mapping spec;
  private final String name;
  private final KopsFields fields;
  private final ComponentSink into;

  KopsKubelets(Tree.Mapping cluster, KopsFields fields, ComponentSink into)
      throws InvalidDocumentException {
    this.spec = Format.at(cluster, "spec");
    this.name = Format.text(Format.at(cluster, "metadata"), "name");
    this.fields = fields;
    this.into = into;
  }

  /** Adds one kubelet for the nodes, one for the control plane, and one for each instance group. */
  void add() throws InvalidDocumentException {
    Tree.Mapping ofNodes = Format.at(spec, KUBELET);
    Tree.Mapping ofControlPlane =
        SynthesizedTree.over(
            SynthesizedTree.over(ofNodes, Format.at(spec, "masterKubelet")),
            Format.at(spec, "controlPlaneKubelet"));
    List<Tree.Mapping> groups = groups();
    if (groups.stream().noneMatch(KopsInstanceGroup::isOfNodes)) {
      add("spec.kubelet", ofNodes);
    }
    if (!ofControlPlane.equals(ofNodes)
        && groups.stream().noneMatch(KopsInstanceGroup::isOfControlPlane)) {
      add("spec.masterKubelet", ofControlPlane);
    }
    for (Tree.Mapping group : groups) {
      boolean controlPlane = KopsInstanceGroup.isOfControlPlane(group);
      Tree.Mapping own = Format.at(group, "spec", KUBELET);
      add("spec.kubelet", SynthesizedTree.over(controlPlane ? ofControlPlane : ofNodes, own));
    }
  }

  private List<Tree.Mapping> groups() {
    return into.source().objects().stream()
        .filter(KopsInstanceGroup::isOne)
        .filter(group -> KopsInstanceGroup.cluster(group).equals(name))
        .toList();
  }

  private void add(String path, Tree.Mapping block) throws InvalidDocumentException {
    add(path, block, Format.text(spec, "kubernetesVersion"), fields, into);
  }

  /** Adds the kubelet that a block configures, unless it says nothing. */
  static void add(
      String path, Tree.Mapping block, String version, KopsFields fields, ComponentSink into)
      throws InvalidDocumentException {
    if (block.entries().isEmpty()) {
      return;
    }
    List<Argument> arguments = new ArrayList<>(fields.arguments(KUBELET, path, block));
    Tree events = block.get("eventRecordQPS").orElse(null);
    // The older name of the two counts when both are there.
    if (events != null && block.get("eventQPS").isEmpty()) {
      arguments.add(into.argument("event-qps", ExtraArguments.joined(events), events));
    }
    into.add(new Configured(KUBELET, version, block, arguments, seccomp(block)));
  }

  /** kops writes this one to the kubelet's configuration file, under the same name. */
  private static Optional<Settings> seccomp(Tree.Mapping block) {
    return block
        .get("seccompDefault")
        .map(
            value ->
                new Settings(
                    ConfigSchema.KUBELET,
                    new Tree.Mapping(Map.of("seccompDefault", value), value.span()),
                    Editing.IMPOSSIBLE));
  }
}
