package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cluster API's kubeadm provider: kubeadm's configuration within another object.
 *
 * @see <a href="https://cluster-api.sigs.k8s.io/tasks/bootstrap/kubeadm-bootstrap/">the kubeadm
 *     bootstrap provider</a>
 */
final class ClusterApi implements Format {

  /** Where kubeadm's configuration is, by kind. */
  private static final Map<String, String[]> SPECS =
      Map.of(
          "KubeadmControlPlane", new String[] {"spec", "kubeadmConfigSpec"},
          "KubeadmControlPlaneTemplate",
              new String[] {"spec", "template", "spec", "kubeadmConfigSpec"},
          "KubeadmConfig", new String[] {"spec"},
          "KubeadmConfigTemplate", new String[] {"spec", "template", "spec"});

  /** Commands that run on the machine. */
  private static final List<String> COMMANDS =
      List.of("bootCommands", "preKubeadmCommands", "postKubeadmCommands");

  private static final FieldTable FIELDS = FieldTable.of("cluster-api");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    String group = Format.text(document, "apiVersion");
    return SPECS.containsKey(Format.text(document, "kind"))
        && (group.startsWith("controlplane.cluster.x-k8s.io/")
            || group.startsWith("bootstrap.cluster.x-k8s.io/"));
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String[] path = SPECS.getOrDefault(Format.text(document, "kind"), new String[0]);
    KubeadmConfigVersion.of(document).check(Format.at(document, path));
    spec(Format.at(document, path), Format.text(Format.at(document, "spec"), "version"), into);
  }

  /**
   * A KubeadmConfigSpec.
   *
   * @param version of Kubernetes, where kubeadm's own configuration does not name it
   */
  static void spec(Tree.Mapping written, String version, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping kubeadm = KubeadmBlocks.known(written, into);
    into.notRead(Component.NAMES, "", FIELDS.block("KubeadmConfigSpec"), kubeadm);
    NodeFiles files = NodeFiles.of(Format.list(kubeadm, "files"));
    files.reportOverrides(into);
    MachineCommands.report(kubeadm, COMMANDS, into);
    into.nodeFiles(files);
    Tree.Mapping init = Format.at(kubeadm, "initConfiguration");
    Tree.Mapping join = Format.at(kubeadm, "joinConfiguration");
    into.patches(KubeadmPatches.of(files.below(directories(init, join), into)));
    boolean hasCluster = kubeadm.get("clusterConfiguration").isPresent();
    if (hasCluster) {
      Tree.Mapping cluster = Format.at(kubeadm, "clusterConfiguration");
      String own = Format.text(cluster, "kubernetesVersion");
      Kubeadm.cluster(cluster, own.isEmpty() ? version : own, into);
    }
    Kubeadm.node(init, "InitConfiguration", version, into);
    Kubeadm.node(join, "JoinConfiguration", version, into);
    Set<String> configured = hasCluster ? Set.copyOf(Kubeadm.CONTROL_PLANE) : Set.of();
    Kubeadm.patchedAlone(configured, kubeadm, version, into);
  }

  private static Set<String> directories(Tree.Mapping... configurations)
      throws InvalidDocumentException {
    Set<String> directories = new LinkedHashSet<>();
    for (Tree.Mapping configuration : configurations) {
      String directory = Format.text(Format.at(configuration, "patches"), "directory");
      if (!directory.isEmpty()) {
        directories.add(directory);
      }
    }
    return directories;
  }
}
