package dev.plumbline.operator.live;

import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.live.LiveComponent;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a node's running components answered.
 *
 * @param components as they describe themselves
 * @param probes what they did
 */
public record LiveReading(List<LiveComponent> components, List<ProbeAnswers> probes) {
  public LiveReading {
    components = List.copyOf(components);
    probes = List.copyOf(probes);
  }

  /** With more answers to probes. */
  public LiveReading with(List<ProbeAnswers> more) {
    return new LiveReading(components, Stream.concat(probes.stream(), more.stream()).toList());
  }

  /** Whether nobody was asked. */
  public boolean isEmpty() {
    return components.isEmpty() && probes.isEmpty();
  }
}
