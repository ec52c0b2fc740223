package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.KubeletEndpoint;
import dev.plumbline.operator.live.ComponentMetrics;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks kubelets one after the other when they were started, once for all scans. What it knows
 * decides nothing by itself: a node's stored result has the time at which the node was read.
 */
final class KubeletWatch {

  /** How soon a kubelet is asked again in a small cluster. */
  static final Duration PERIOD = Duration.ofMinutes(5);

  /**
   * Each question makes its kubelet ask the API server who asks and whether they may: six requests
   * a second, where the leases of 5,000 nodes make five hundred. Those are asked once in half an
   * hour.
   */
  private static final int A_SECOND = 3;

  private final Function<KubeletEndpoint, ComponentMetrics> reader;

  /** By the node's UID. */
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();

  /**
   * What a kubelet has answered.
   *
   * @param started empty when it is not known
   */
  private record Asked(Instant when, Optional<Instant> started) {}

  /** A node whose kubelet is to be asked. */
  private record Question(String uid, KubeletEndpoint kubelet) {}

  /**
   * Takes whom to ask.
   *
   * @param reader asks one, in a bounded time
   */
  KubeletWatch(Function<KubeletEndpoint, ComponentMetrics> reader) {
    this.reader = reader;
  }

  /**
   * Asks those whose turn it is, the one first that was not asked for longest.
   *
   * @param nodes those that are asked at all
   * @param since since the last call
   */
  void ask(Collection<Node> nodes, Instant now, Duration since, Together together) {
    asked
        .keySet()
        .retainAll(
            nodes.stream().map(node -> node.getMetadata().getUid()).collect(Collectors.toSet()));
    List<Question> questions =
        nodes.stream()
            .filter(node -> isDue(node, now))
            .sorted(Comparator.comparing(node -> last(node)))
            .flatMap(
                node ->
                    KubeletEndpoint.of(node)
                        .map(kubelet -> new Question(node.getMetadata().getUid(), kubelet))
                        .stream())
            .limit(A_SECOND * since.toSeconds())
            .toList();
    List<ComponentMetrics> answers =
        together.each(questions, question -> reader.apply(question.kubelet()));
    for (int i = 0; i < questions.size(); i++) {
      String uid = questions.get(i).uid();
      asked.put(uid, new Asked(now, started(answers.get(i)).or(() -> started(uid))));
    }
  }

  /** A clock that was set back must not put it off. */
  private boolean isDue(Node node, Instant now) {
    Instant last = last(node);
    return last.isAfter(now) || !last.plus(PERIOD).isAfter(now);
  }

  private Instant last(Node node) {
    return Optional.ofNullable(asked.get(node.getMetadata().getUid()))
        .map(Asked::when)
        .orElse(Instant.EPOCH);
  }

  private static Optional<Instant> started(ComponentMetrics answer) {
    return answer instanceof ComponentMetrics.Known known
        ? Optional.of(known.started())
        : Optional.empty();
  }

  /** When a node's kubelet was started, by the node's clock; empty when it is not known. */
  Optional<Instant> started(String uid) {
    return Optional.ofNullable(asked.get(uid)).flatMap(Asked::started);
  }
}
