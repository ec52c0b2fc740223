package dev.plumbline.operator.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The components that run as pods of {@code kube-system} at the addresses of their node. */
public final class ComponentPods {

  private static final String NAMESPACE = "kube-system";

  /** A kubelet gives it to the mirror pod of a static pod, and may do so for its own node alone. */
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private static final String RUNNING = "Running";

  private ComponentPods() {}

  /**
   * The names of those on a node.
   *
   * @throws KubernetesClientException when the API server does not return the pods
   */
  public static Set<String> on(String node, KubernetesClient client) {
    return of(
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withField("spec.nodeName", node)
            // From the API server's memory, where pods are kept by node.
            .list(new ListOptionsBuilder().withResourceVersion("0").build())
            .getItems());
  }

  /** A component's container has its name; that of a pod with addresses of its own is another's. */
  static Set<String> of(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
        .filter(pod -> pod.getStatus() != null && RUNNING.equals(pod.getStatus().getPhase()))
        .filter(pod -> isMirror(pod) || isOfDaemonSet(pod))
        .flatMap(pod -> pod.getSpec().getContainers().stream())
        .map(Container::getName)
        .collect(Collectors.toSet());
  }

  private static boolean isMirror(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
        .containsKey(MIRROR);
  }

  private static boolean isOfDaemonSet(Pod pod) {
    return Objects.requireNonNullElse(
            pod.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
        .stream()
        .anyMatch(owner -> "DaemonSet".equals(owner.getKind()));
  }
}
