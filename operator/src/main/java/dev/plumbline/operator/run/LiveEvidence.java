package dev.plumbline.operator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.live.LiveReading;
import dev.plumbline.operator.run.NodeDecision.Asked;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What running components answered, as evidence: by itself, or as one with what a pod has read. */
final class LiveEvidence {

  private LiveEvidence() {}

  /**
   * Joins them. Where both together are larger than evidence may be, the components that answered
   * count as silent, for that reason.
   *
   * @param json a whole evidence
   */
  static String joined(String json, LiveReading live) {
    try {
      Evidence node = EvidenceJson.readEvidence(json);
      String joined = joined(node, live);
      return fits(joined) ? joined : joined(node, withoutAnswers(live));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("evidence that was read before can be read again", e);
    }
  }

  /** What was answered where no pod has read anything. */
  static String alone(Asked asked, LiveReading live) {
    Scope scope =
        asked instanceof Asked.ApiServer ? Scope.apiServerEndpoint() : Scope.nodeEndpoints();
    try {
      String whole = alone(scope, live);
      return fits(whole) ? whole : alone(scope, withoutAnswers(live));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("evidence can be written", e);
    }
  }

  private static String alone(Scope scope, LiveReading live) throws JsonProcessingException {
    return EvidenceJson.write(
        new Evidence(
            Evidence.SCHEMA_VERSION,
            scope,
            components(live.components()),
            List.of(),
            problems(live.components()),
            List.of(),
            live.probes()));
  }

  private static String joined(Evidence node, LiveReading live) throws JsonProcessingException {
    List<LiveComponent> told =
        live.components().stream().filter(component -> isOf(node, component)).toList();
    return EvidenceJson.write(
        node.with(
            both(node.components(), components(told)),
            both(node.problems(), problems(told)),
            live.probes()));
  }

  /** A component that did not answer tells nothing of a node where none was found. */
  private static boolean isOf(Evidence node, LiveComponent live) {
    String name = live.component().name();
    return live.problems().isEmpty()
        || name.equals("kubelet")
        || node.components().stream().anyMatch(component -> component.name().equals(name));
  }

  private static List<Component> components(List<LiveComponent> live) {
    return live.stream().map(LiveComponent::component).toList();
  }

  private static List<Problem> problems(List<LiveComponent> live) {
    return live.stream().flatMap(component -> component.problems().stream()).toList();
  }

  private static LiveReading withoutAnswers(LiveReading live) {
    return new LiveReading(
        live.components().stream()
            .map(
                one ->
                    LiveComponent.silent(
                        one.component().name(),
                        one.component().place(),
                        "answered more than evidence has room for"))
            .toList(),
        live.probes());
  }

  private static boolean fits(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length <= EvidenceJson.MAX_BYTES;
  }

  /** Whether a node claims what only the operator asks, or to be something else than a node. */
  static boolean isClaimedBy(Evidence node) {
    return node.scope().origin() != Scope.Origin.NODE
        || !node.probes().isEmpty()
        || node.components().stream().anyMatch(c -> c.source() == Component.Source.LIVE);
  }

  private static <T> List<T> both(Collection<T> some, Collection<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
