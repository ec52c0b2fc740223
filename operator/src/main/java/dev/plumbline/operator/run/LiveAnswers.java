package dev.plumbline.operator.run;

import dev.plumbline.live.Flagz;
import dev.plumbline.live.LiveComponent;
import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks the API servers of nodes what they have in force, beside the reconciliations: once for each
 * node and attempt, so that an answer is stored with the evidence that it was read beside.
 */
final class LiveAnswers {

  private static final String API_SERVER = "kube-apiserver";

  private final Supplier<ApiEndpoints> endpoints;
  private final Function<ApiEndpoint, Flagz> reader;
  private final Executor thread;

  /** By the UID of the pod that reads the node. */
  private final Map<String, Held> answers = new ConcurrentHashMap<>();

  private record Held(String scan, Answer answer) {}

  /** Of one run, which asks for them once and not for each of its nodes. */
  private record OfRun(String run, ApiEndpoints endpoints) {}

  private final AtomicReference<OfRun> last =
      new AtomicReference<>(new OfRun("", new ApiEndpoints(List.of())));

  /** What has become of a question. */
  sealed interface Answer {

    record Awaited() implements Answer {}

    /** Nothing but the node's own evidence: it has no API server. */
    record None() implements Answer {}

    /** What the node's API server answered, or why it did not. */
    record Given(LiveComponent component) implements Answer {}
  }

  /**
   * Takes what it asks.
   *
   * @param endpoints reads the cluster's API servers
   * @param reader asks one of them; bounded in time
   */
  LiveAnswers(
      Supplier<ApiEndpoints> endpoints, Function<ApiEndpoint, Flagz> reader, Executor thread) {
    this.endpoints = endpoints;
    this.reader = reader;
    this.thread = thread;
  }

  static LiveAnswers of(Supplier<ApiEndpoints> endpoints, Function<ApiEndpoint, Flagz> reader) {
    return new LiveAnswers(
        endpoints,
        reader,
        Executors.newSingleThreadExecutor(
            task -> {
              Thread started = new Thread(task, "live-answers");
              started.setDaemon(true);
              return started;
            }));
  }

  /**
   * The answer of a node's API server. The first call asks; the answer is kept until {@link
   * #retain} forgets it.
   *
   * @param scan the UID of the scan
   * @param run the scan's run
   * @param pod the UID of the pod that has read the node
   * @param whenRead is called, on another thread, once another call would have the answer
   */
  Answer of(String scan, String run, String pod, Optional<Node> node, Runnable whenRead) {
    if (answers.putIfAbsent(pod, new Held(scan, new Answer.Awaited())) == null) {
      thread.execute(
          () -> {
            answers.put(pod, new Held(scan, ask(scan + " " + run, node)));
            whenRead.run();
          });
    }
    Held held = answers.get(pod);
    return held == null ? new Answer.Awaited() : held.answer();
  }

  /** Forgets the answers of a scan's pods that are no more. */
  void retain(String scan, Set<String> pods) {
    answers
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().scan().equals(scan)
                    && !(entry.getValue().answer() instanceof Answer.Awaited)
                    && !pods.contains(entry.getKey()));
  }

  private Answer ask(String run, Optional<Node> node) {
    try {
      return node.flatMap(endpoints(run)::of)
          .<Answer>map(one -> new Answer.Given(asked(one)))
          .orElse(new Answer.None());
    } catch (RuntimeException e) {
      // Which nodes have an API server is not known: the condition ControlPlaneObserved says so.
      return new Answer.None();
    }
  }

  private ApiEndpoints endpoints(String run) {
    OfRun known = Objects.requireNonNull(last.get());
    if (known.run().equals(run)) {
      return known.endpoints();
    }
    ApiEndpoints read = endpoints.get();
    last.set(new OfRun(run, read));
    return read;
  }

  private LiveComponent asked(ApiEndpoint endpoint) {
    Flagz answer;
    try {
      answer = reader.apply(endpoint);
    } catch (RuntimeException e) {
      answer = new Flagz.Unreadable("could not be asked (" + e.getClass().getSimpleName() + ")");
    }
    return LiveComponent.of(API_SERVER, endpoint.url(Flagz.PATH), answer);
  }
}
