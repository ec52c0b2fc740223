package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ShortHash;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String NAMESPACE = "kube-system";

  /** The label that kubeadm, RKE2 and others give the control plane's pods. */
  private static final String CONTROL_PLANE = "tier=control-plane";

  private Optional<InformerEventSource<Pod, ComplianceScan>> source = Optional.empty();
  private String last = "";
  private Instant since = Instant.EPOCH;

  /** The watch that triggers every scan when one of them changes. */
  InformerEventSource<Pod, ComplianceScan> watched(EventSourceContext<ComplianceScan> context) {
    InformerEventSource<Pod, ComplianceScan> watch =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, ComplianceScan.class)
                .withName("static-pods")
                .withNamespaces(Set.of(NAMESPACE))
                .withLabelSelector(CONTROL_PLANE)
                .withSecondaryToPrimaryMapper(pod -> ScanEventSources.allScans(context))
                .withPrimaryToSecondaryMapper((ComplianceScan scan) -> Set.of())
                .withOnUpdateFilter(
                    (pod, before) -> !Objects.equals(annotation(pod), annotation(before)))
                .build(),
            context);
    source = Optional.of(watch);
    return watch;
  }

  /**
   * All of them at one time.
   *
   * @param digest of their manifests' hashes; empty when there are none
   * @param settled whether the digest has not changed for {@link #DEBOUNCE}
   */
  record Snapshot(String digest, boolean settled) {}

  Snapshot observe(Instant now) {
    return observe(source.stream().flatMap(InformerEventSource::list), now);
  }

  synchronized Snapshot observe(Stream<Pod> pods, Instant now) {
    String all =
        pods.filter(pod -> !annotation(pod).isEmpty())
            .map(pod -> pod.getMetadata().getName() + "=" + annotation(pod))
            .sorted()
            .collect(Collectors.joining(","));
    String digest = all.isEmpty() ? "" : ShortHash.of(all);
    if (!digest.equals(last)) {
      last = digest;
      since = now;
    }
    return new Snapshot(digest, !since.plus(DEBOUNCE).isAfter(now));
  }

  private static String annotation(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
        .getOrDefault(MIRROR, "");
  }
}
