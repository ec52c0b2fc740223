package dev.plumbline.operator.run;

import dev.plumbline.distribution.HostPath;
import dev.plumbline.evidence.Probe;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which pods mount the certificate that their node's kubelet may have signed itself: those of a
 * scan that sends kubelets a token. A pod does not start where there is none, as with kubelets that
 * have it from the cluster, and another is needed without it; so that is remembered.
 */
final class KubeletCertificates {

  /** A kubelet that has come to sign its own is known by it the day after. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** Twice what a cluster is tested with. */
  private static final int MAX_NODES = 10_000;

  private final Clock clock;

  /** By the node's UID, until when. */
  private final Map<String, Instant> lacking =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_NODES;
        }
      };

  KubeletCertificates(Clock clock) {
    this.clock = clock;
  }

  /** The node with what one attempt at it mounts. */
  synchronized NodeDecision.Evaluate of(
      ComplianceScanSpec spec, NodeDecision.Evaluate node, Attempt attempt) {
    if (!sendsToken(spec)) {
      return node;
    }
    Instant now = clock.instant();
    String uid = node.node().uid();
    if (node.needs().kubeletCertificates().stream()
        .map(HostPath::path)
        .anyMatch(attempt.without()::contains)) {
      lacking.put(uid, now.plus(REMEMBERED));
    }
    return lacking.getOrDefault(uid, now).isAfter(now) ? node : node.withKubeletCertificates();
  }

  private static boolean sendsToken(ComplianceScanSpec spec) {
    return spec.readsLive() || spec.asksProbes().contains(Probe.KubeletAuthorization);
  }
}
