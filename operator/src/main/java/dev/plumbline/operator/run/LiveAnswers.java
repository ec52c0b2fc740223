package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.cluster.ClusterObjects;
import dev.plumbline.operator.live.ApiServerOfNode;
import dev.plumbline.operator.live.AskedNode;
import dev.plumbline.operator.live.ComponentReader;
import dev.plumbline.operator.live.LiveReader.Wanted;
import dev.plumbline.operator.live.LiveReading;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Asks the running components of nodes, and API servers that are on none, beside the
 * reconciliations: once in a run, so that an answer is stored with the evidence that it was read
 * beside.
 */
final class LiveAnswers {

  private static final Logger LOG = LogManager.getLogger(LiveAnswers.class);

  /**
   * A node whose components do not answer holds up one of them for half a minute; dry runs in a
   * hundred namespaces take two.
   */
  private static final int AT_A_TIME = 8;

  private final Supplier<ApiEndpoints> endpoints;
  private final ComponentReader reader;
  private final Executor threads;

  /** By what is asked in which attempt, such as the UID of the pod that reads the node. */
  private final Map<String, Held> answers = new ConcurrentHashMap<>();

  /** By the UID of the scan: those of its latest run. */
  private final Map<String, OfRun> endpointsOfRuns = new ConcurrentHashMap<>();

  private record Held(String scan, Answer answer) {}

  /** Of one run, which asks for them once and not for each of its nodes. */
  private record OfRun(String run, Endpoints endpoints) {}

  /** What has become of a question. */
  sealed interface Answer {

    record Awaited() implements Answer {}

    /** Nothing but the node's own evidence: it has nothing that was to be asked. */
    record None() implements Answer {}

    /** What was answered, or why it was not. */
    record Given(LiveReading reading) implements Answer {}
  }

  /** Where the cluster's API servers are. */
  sealed interface Endpoints {

    record Awaited() implements Endpoints {}

    record Known(ApiEndpoints all) implements Endpoints {}

    /**
     * They could not be read.
     *
     * @param why continues their name
     */
    record Unknown(String why) implements Endpoints {}
  }

  /**
   * Who asks in which run.
   *
   * @param scan the UID of the scan
   * @param run the scan's run
   * @param whenRead is called, on another thread, once another call would have the answer
   */
  record Asking(String scan, String run, Wanted wanted, Runnable whenRead) {}

  /**
   * Takes what it asks.
   *
   * @param endpoints reads the cluster's API servers
   */
  LiveAnswers(Supplier<ApiEndpoints> endpoints, ComponentReader reader, Executor threads) {
    this.endpoints = endpoints;
    this.reader = reader;
    this.threads = threads;
  }

  static LiveAnswers of(Supplier<ApiEndpoints> endpoints, ComponentReader reader) {
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
   * @param attempt what no other attempt to read a node has
   */
  Answer ofNode(Asking asking, String attempt, Optional<AskedNode> node) {
    if (endpoints(asking) instanceof Endpoints.Awaited) {
      return new Answer.Awaited();
    }
    return held(
        asking,
        attempt,
        () ->
            node.map(one -> reader.read(one, apiServer(asking, one), asking.wanted()))
                .filter(reading -> !reading.isEmpty())
                .<Answer>map(Answer.Given::new)
                .orElse(new Answer.None()));
  }

  /** The answers of an API server that is on no node, likewise. */
  Answer ofApiServer(Asking asking, String attempt, ApiEndpoint endpoint) {
    return held(asking, attempt, () -> new Answer.Given(reader.read(endpoint, asking.wanted())));
  }

  /** Where the API servers are, as they are read once in a run. */
  Endpoints endpoints(Asking asking) {
    OfRun before = endpointsOfRuns.get(asking.scan());
    if (before == null || !before.run().equals(asking.run())) {
      endpointsOfRuns.put(asking.scan(), new OfRun(asking.run(), new Endpoints.Awaited()));
      threads.execute(
          () -> {
            endpointsOfRuns.put(asking.scan(), new OfRun(asking.run(), read()));
            asking.whenRead().run();
          });
    }
    OfRun held = endpointsOfRuns.get(asking.scan());
    return held == null ? new Endpoints.Awaited() : held.endpoints();
  }

  private Endpoints read() {
    try {
      return new Endpoints.Known(endpoints.get());
    } catch (KubernetesClientException e) {
      return new Endpoints.Unknown("could not be read: " + ClusterObjects.reason(e));
    } catch (RuntimeException e) {
      LOG.warn("The endpoints of default/kubernetes could not be read.", e);
      return new Endpoints.Unknown("could not be read");
    }
  }

  /** Forgets the answers to a scan's attempts that are no more. */
  void retain(String scan, Set<String> attempts) {
    answers
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().scan().equals(scan)
                    && !(entry.getValue().answer() instanceof Answer.Awaited)
                    && !attempts.contains(entry.getKey()));
  }

  /** Forgets the endpoints of scans that are no more. */
  void retainScans(Set<String> scans) {
    endpointsOfRuns.keySet().retainAll(scans);
  }

  private Answer held(Asking asking, String attempt, Supplier<Answer> ask) {
    if (answers.putIfAbsent(attempt, new Held(asking.scan(), new Answer.Awaited())) == null) {
      threads.execute(
          () -> {
            answers.put(attempt, new Held(asking.scan(), answer(ask)));
            asking.whenRead().run();
          });
    }
    Held held = answers.get(attempt);
    return held == null ? new Answer.Awaited() : held.answer();
  }

  /** A question that fails in a way that nobody thought of must not hold up its node for ever. */
  private static Answer answer(Supplier<Answer> ask) {
    try {
      return ask.get();
    } catch (RuntimeException e) {
      LOG.warn("Running components could not be asked.", e);
      return new Answer.None();
    }
  }

  private ApiServerOfNode apiServer(Asking asking, AskedNode node) {
    OfRun known = endpointsOfRuns.get(asking.scan());
    if (known != null && known.endpoints() instanceof Endpoints.Known all) {
      return all.all()
          .of(node.node())
          .<ApiServerOfNode>map(ApiServerOfNode.At::new)
          .orElse(new ApiServerOfNode.None());
    }
    return new ApiServerOfNode.Unknown(
        known != null && known.endpoints() instanceof Endpoints.Unknown unknown
            ? unknown.why()
            : "were not read");
  }
}
