package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.Map;

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
    Tree.Mapping kubeadm = Format.at(document, path);
    for (var field : FIELDS.block("KubeadmConfigSpec").unknown(kubeadm)) {
      Component.NAMES.forEach(name -> into.notRead(name, field.getKey(), field.getValue()));
    }
    NodeFiles files = NodeFiles.of(Format.list(kubeadm, "files"));
    files.reportOverrides(into);
    into.nodeFiles(files);
    String version = Format.text(Format.at(document, "spec"), "version");
    if (kubeadm.get("clusterConfiguration").isPresent()) {
      Tree.Mapping cluster = Format.at(kubeadm, "clusterConfiguration");
      String own = Format.text(cluster, "kubernetesVersion");
      Kubeadm.cluster(cluster, own.isEmpty() ? version : own, into);
    }
    Tree.Mapping init = Format.at(kubeadm, "initConfiguration");
    Kubeadm.node(init, "InitConfiguration", version, into);
    Tree.Mapping join = Format.at(kubeadm, "joinConfiguration");
    Kubeadm.node(join, "JoinConfiguration", version, into);
  }
}
