package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.ExtraArguments.Decoding;

/**
 * kubeadm's own configuration. An extra argument takes the place of what kubeadm would set; what
 * isn't named there is kubeadm's choice.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">
 *     kubeadm-config.v1beta4</a>
 */
final class Kubeadm implements Format {

  private static final String GROUP = "kubeadm.k8s.io/";

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.is(document, "ClusterConfiguration", GROUP)
        || Format.is(document, "InitConfiguration", GROUP)
        || Format.is(document, "JoinConfiguration", GROUP);
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    if (Format.text(document, "kind").equals("ClusterConfiguration")) {
      cluster(document, Format.text(document, "kubernetesVersion"), into);
    } else {
      node(document, "", into);
    }
  }

  /** A ClusterConfiguration, alone or within another document. */
  static void cluster(Tree.Mapping cluster, String version, ComponentSink into)
      throws InvalidDocumentException {
    component("kube-apiserver", version, Format.at(cluster, "apiServer"), into);
    component("kube-controller-manager", version, Format.at(cluster, "controllerManager"), into);
    component("kube-scheduler", version, Format.at(cluster, "scheduler"), into);
    if (Format.at(cluster, "etcd").get("external").isEmpty()) {
      Tree.Mapping etcd = Format.at(cluster, "etcd", "local");
      component("etcd", Format.text(etcd, "imageTag"), etcd, into);
    }
  }

  /** An InitConfiguration or JoinConfiguration, alone or within another document. */
  static void node(Tree.Mapping configuration, String version, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping registration = Format.at(configuration, "nodeRegistration");
    if (registration.get("kubeletExtraArgs").isPresent()) {
      into.arguments(
          "kubelet",
          version,
          registration,
          ExtraArguments.of(registration, "kubeletExtraArgs", Decoding.STRICT, into));
    }
  }

  private static void component(String name, String version, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    into.arguments(
        name, version, block, ExtraArguments.of(block, "extraArgs", Decoding.STRICT, into));
  }
}
