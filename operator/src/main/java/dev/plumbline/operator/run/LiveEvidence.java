package dev.plumbline.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.live.LiveReading;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A node's evidence and what its running components answered, as one. */
final class LiveEvidence {

  private LiveEvidence() {}

  /**
   * Joins them. Where both together are larger than evidence may be, the node's own is kept.
   *
   * @param json a whole evidence
   */
  static String joined(String json, LiveReading live) {
    try {
      Evidence node = EvidenceJson.readEvidence(json);
      String joined =
          EvidenceJson.write(
              node.with(
                  both(
                      node.components(),
                      live.components().stream().map(LiveComponent::component).toList()),
                  both(
                      node.problems(),
                      live.components().stream().flatMap(c -> c.problems().stream()).toList()),
                  live.probes()));
      boolean fits = joined.getBytes(StandardCharsets.UTF_8).length <= EvidenceJson.MAX_BYTES;
      return fits ? joined : json;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("evidence that was read before can be read again", e);
    }
  }

  /** Whether a node claims what only the operator asks. */
  static boolean isClaimedBy(Evidence node) {
    return !node.probes().isEmpty()
        || node.components().stream().anyMatch(c -> c.source() == Component.Source.LIVE);
  }

  private static <T> List<T> both(Collection<T> some, Collection<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
