package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node has the configuration of kube-proxy that runs as a pod: its kubelet lays out the
 * ConfigMap in a directory of the pod. Those directories are mounted and not the one of all pods,
 * which has their Secrets.
 */
final class KubeProxyVolumes {

  static final String NAMESPACE = "kube-system";

  /** As kubeadm, EKS, AKS, Talos and k0s label it. */
  static final String SELECTOR = "k8s-app=kube-proxy";

  private KubeProxyVolumes() {}

  /** Those of the pods that run on a node now. */
  static List<String> on(NodeDecision.Evaluate node, ScanObjects objects) {
    List<String> roots = node.needs().kubeletRoots();
    return roots.isEmpty()
        ? List.of()
        : objects.kubeProxies(node.node().name()).stream()
            .flatMap(pod -> directories(pod, roots))
            .toList();
  }

  private static Stream<String> directories(Pod pod, List<String> kubeletRoots) {
    String uid = pod.getMetadata().getUid();
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .flatMap(
            volume ->
                kubeletRoots.stream()
                    .map(
                        root ->
                            root
                                + "/pods/"
                                + uid
                                + "/volumes/kubernetes.io~configmap/"
                                + volume.getName()));
  }
}
