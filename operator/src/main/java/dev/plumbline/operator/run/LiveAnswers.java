package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.live.LiveReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Asks the running components of nodes, beside the reconciliations: once for each node and attempt,
 * so that an answer is stored with the evidence that it was read beside.
 */
final class LiveAnswers {

  /** A node whose components do not answer holds up one of them for some ten seconds. */
  private static final int AT_A_TIME = 8;

  private final Supplier<ApiEndpoints> endpoints;
  private final Reader reader;
  private final Executor threads;

  /** By the UID of the pod that reads the node. */
  private final Map<String, Held> answers = new ConcurrentHashMap<>();

  private record Held(String scan, Answer answer) {}

  /** Of one run, which asks for them once and not for each of its nodes. */
  private record OfRun(String run, ApiEndpoints endpoints) {}

  private OfRun last = new OfRun("", new ApiEndpoints(List.of()));

  /** What has become of a question. */
  sealed interface Answer {

    record Awaited() implements Answer {}

    /** Nothing but the node's own evidence: it has nothing that was to be asked. */
    record None() implements Answer {}

    /** What the node's components answered, or why they did not. */
    record Given(LiveReading reading) implements Answer {}
  }

  /** Asks the components of one node, in a bounded time. */
  interface Reader {
    LiveReading read(AskedNode node, Optional<ApiEndpoint> endpoint, Wanted wanted);
  }

  /**
   * Takes what it asks.
   *
   * @param endpoints reads the cluster's API servers
   */
  LiveAnswers(Supplier<ApiEndpoints> endpoints, Reader reader, Executor threads) {
    this.endpoints = endpoints;
    this.reader = reader;
    this.threads = threads;
  }

  static LiveAnswers of(Supplier<ApiEndpoints> endpoints, Reader reader) {
    return new LiveAnswers(
        endpoints,
        reader,
        Executors.newFixedThreadPool(
            AT_A_TIME,
            task -> {
              Thread started = new Thread(task, "live-answers");
              started.setDaemon(true);
              return started;
            }));
  }

  /**
   * The answers of a node's components. The first call asks; the answer is kept until {@link
   * #retain} forgets it.
   *
   * @param scan the UID of the scan
   * @param run the scan's run
   * @param pod the UID of the pod that has read the node
   * @param whenRead is called, on another thread, once another call would have the answer
   */
  Answer of(
      String scan,
      String run,
      String pod,
      Optional<AskedNode> node,
      Wanted wanted,
      Runnable whenRead) {
    if (answers.putIfAbsent(pod, new Held(scan, new Answer.Awaited())) == null) {
      threads.execute(
          () -> {
            answers.put(pod, new Held(scan, ask(scan + " " + run, node, wanted)));
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

  private Answer ask(String run, Optional<AskedNode> node, Wanted wanted) {
    try {
      return node.map(one -> reader.read(one, endpoints(run).of(one.node()), wanted))
          .filter(reading -> !reading.isEmpty())
          .<Answer>map(Answer.Given::new)
          .orElse(new Answer.None());
    } catch (RuntimeException e) {
      // Which nodes have an API server is not known: the condition ControlPlaneObserved says so.
      return new Answer.None();
    }
  }

  private synchronized ApiEndpoints endpoints(String run) {
    if (!last.run().equals(run)) {
      last = new OfRun(run, endpoints.get());
    }
    return last.endpoints();
  }
}
