package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.Map;

/**
 * Cluster API's kubeadm provider: kubeadm's configuration within another object.
 *
 * @see <a href="https://cluster-api.sigs.k8s.io/tasks/bootstrap/kubeadm-bootstrap/">the kubeadm
 *     bootstrap provider</a>
 */
final class ClusterApi implements Format {

  /** Where kubeadm's configuration stands, by kind. */
  private static final Map<String, String[]> SPECS =
      Map.of(
          "KubeadmControlPlane", new String[] {"spec", "kubeadmConfigSpec"},
          "KubeadmControlPlaneTemplate",
              new String[] {"spec", "template", "spec", "kubeadmConfigSpec"},
          "KubeadmConfig", new String[] {"spec"},
          "KubeadmConfigTemplate", new String[] {"spec", "template", "spec"});

  @Override
  public boolean reads(Tree.Mapping document) {
    String group = Format.text(document, "apiVersion");
    return SPECS.containsKey(Format.text(document, "kind"))
        && (group.startsWith("controlplane.cluster.x-k8s.io/")
            || group.startsWith("bootstrap.cluster.x-k8s.io/"));
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String[] path = SPECS.getOrDefault(Format.text(document, "kind"), new String[0]);
    Tree.Mapping kubeadm = Format.at(document, path);
    String version = Format.text(Format.at(document, "spec"), "version");
    if (kubeadm.get("clusterConfiguration").isPresent()) {
      Tree.Mapping cluster = Format.at(kubeadm, "clusterConfiguration");
      String own = Format.text(cluster, "kubernetesVersion");
      Kubeadm.cluster(cluster, own.isEmpty() ? version : own, into);
    }
    Kubeadm.node(Format.at(kubeadm, "initConfiguration"), version, into);
    Kubeadm.node(Format.at(kubeadm, "joinConfiguration"), version, into);
  }
}
