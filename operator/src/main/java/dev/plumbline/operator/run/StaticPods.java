package dev.plumbline.operator.run;

import dev.plumbline.operator.store.ShortHash;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The control plane's static pods, by the mirror pods that kubelets make of them. Their hash
 * annotation changes with the manifest.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/">static
 *     pods</a>
 */
final class StaticPods {

  /**
   * A kubelet deletes a mirror pod and creates it again, and people change several files at a time.
   */
  static final Duration DEBOUNCE = Duration.ofSeconds(5);

  static final String NAMESPACE = "kube-system";

  /** The label that kubeadm, RKE2 and others give the control plane's pods. */
  static final String CONTROL_PLANE = "tier=control-plane";

  private static final String MIRROR = "kubernetes.io/config.mirror";

  private String last = "";
  private Instant since = Instant.EPOCH;

  /**
   * All of them at one time.
   *
   * @param digest of their manifests' hashes; empty when there are none
   * @param settled whether the digest has not changed for {@link #DEBOUNCE}
   */
  record Snapshot(String digest, boolean settled) {}

  synchronized Snapshot observe(Collection<Pod> pods, Instant now) {
    String all =
        pods.stream()
            .filter(pod -> !manifest(pod).isEmpty())
            .map(pod -> pod.getMetadata().getName() + "=" + manifest(pod))
            .sorted()
            .collect(Collectors.joining(","));
    String digest = all.isEmpty() ? "" : ShortHash.of(all);
    // A clock that was set back counts from then on.
    if (!digest.equals(last) || now.isBefore(since)) {
      last = digest;
      since = now;
    }
    return new Snapshot(digest, !since.plus(DEBOUNCE).isAfter(now));
  }

  /** The hash of its manifest; empty when it is no mirror pod. */
  static String manifest(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
        .getOrDefault(MIRROR, "");
  }
}
