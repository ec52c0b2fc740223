package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeResult;
import io.fabric8.kubernetes.api.model.Node;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks running components, beside the reconciliations, when they were started: at a slow pace, once
 * for all scans, and only while a scan wants to know.
 */
final class Restarts {

  private static final Logger LOG = LogManager.getLogger(Restarts.class);

  /** How far apart steps are. */
  static final Duration STEP = Duration.ofSeconds(15);

  /** A kubelet that does not answer holds up one of them for two seconds. */
  private static final int AT_A_TIME = 4;

  /**
   * What is read of a node takes a moment, and its clock is not quite the operator's: a kubelet
   * that was started within this time of the reading is the one that was read.
   */
  static final Duration READ_BY_NODE = Duration.ofSeconds(10);

  private final ApiServerWatch apiServers;
  private final KubeletWatch kubelets;
  private final Together together;
  private final Consumer<Runnable> repeat;
  private final Clock clock;

  /** By the scan's UID. */
  private final Map<String, Wish> wishes = new ConcurrentHashMap<>();

  /**
   * A scan that wants to know.
   *
   * @param labels of the nodes that it reads
   */
  private record Wish(ResourceID scan, Map<String, String> labels) {}

  /**
   * Takes whom to ask.
   *
   * @param repeat runs a task again and again, {@link #STEP} apart
   */
  Restarts(
      ApiServerWatch apiServers,
      KubeletWatch kubelets,
      Together together,
      Consumer<Runnable> repeat,
      Clock clock) {
    this.apiServers = apiServers;
    this.kubelets = kubelets;
    this.together = together;
    this.repeat = repeat;
    this.clock = clock;
  }

  static Restarts of(ApiServerWatch apiServers, KubeletWatch kubelets, Clock clock) {
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "restarts");
          thread.setDaemon(true);
          return thread;
        };
    return new Restarts(
        apiServers,
        kubelets,
        new Together(Executors.newFixedThreadPool(AT_A_TIME, threads)),
        task -> {
          // A step ends by no exception, so that nobody needs to look at what becomes of it.
          Future<?> unused =
              Executors.newSingleThreadScheduledExecutor(threads)
                  .scheduleWithFixedDelay(
                      task, STEP.toSeconds(), STEP.toSeconds(), TimeUnit.SECONDS);
        },
        clock);
  }

  /**
   * Begins to ask, for the scans that are followed by then.
   *
   * @param reconcile is called, on another thread, with each scan that may have something to do
   */
  void start(ScanObjects objects, Consumer<ResourceID> reconcile) {
    repeat.accept(
        () -> {
          try {
            step(objects, reconcile);
          } catch (RuntimeException e) {
            // The next step tries again.
            LOG.warn("Running components could not be asked: {}", e.toString());
          }
        });
  }

  /** Whether a scan wants to know depends on its spec; to be said whenever it is looked at. */
  void follow(ComplianceScan scan) {
    String uid = scan.getMetadata().getUid();
    if (scan.getSpec().watchesRestarts()) {
      wishes.put(uid, new Wish(ResourceID.fromResource(scan), scan.getSpec().labels()));
    } else {
      wishes.remove(uid);
    }
  }

  private void step(ScanObjects objects, Consumer<ResourceID> reconcile) {
    if (wishes.isEmpty()) {
      return;
    }
    wishes.keySet().retainAll(objects.scanUids());
    List<Wish> wanted = List.copyOf(wishes.values());
    if (wanted.isEmpty()) {
      return;
    }
    List<Node> nodes =
        objects.nodes().stream()
            .filter(node -> NodeRules.obstacleToAsking(node).isEmpty())
            .filter(node -> wanted.stream().anyMatch(wish -> selects(wish, node)))
            .toList();
    kubelets.ask(nodes, clock.instant(), STEP, together);
    Instant now = clock.instant();
    if (apiServers.isDue(now)) {
      try {
        apiServers.read(now, together);
      } finally {
        // For what was seen of kubelets meanwhile, too.
        wanted.forEach(wish -> reconcile.accept(wish.scan()));
      }
    }
  }

  private static boolean selects(Wish wish, Node node) {
    return Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of())
        .entrySet()
        .containsAll(wish.labels().entrySet());
  }

  /** The API servers, for a scan. */
  ApiServerChanges.Snapshot apiServers(ComplianceScan scan, Instant now) {
    return scan.getSpec().watchesRestarts()
        ? apiServers.snapshot(now)
        : ApiServerChanges.Snapshot.none();
  }

  /**
   * The nodes whose evidence is older than the process of their kubelet, which may have read
   * another configuration. A start that is yet to come is by a wrong clock, and tells nothing.
   *
   * @param results of the scan's run
   */
  Set<String> readBefore(
      ComplianceScan scan, List<NodeDecision> nodes, Map<String, NodeResult> results, Instant now) {
    return scan.getSpec().watchesRestarts()
        ? nodes.stream()
            .filter(node -> !(node instanceof NodeDecision.LeaveOut))
            .map(NodeDecision::node)
            .filter(
                node ->
                    collected(results.get(node.name()), node.uid())
                        .flatMap(
                            time ->
                                kubelets
                                    .started(node.uid())
                                    .filter(start -> start.isAfter(time.plus(READ_BY_NODE)))
                                    .filter(start -> !start.isAfter(now)))
                        .isPresent())
            .map(node -> node.name())
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static Optional<Instant> collected(@Nullable NodeResult result, String uid) {
    return result instanceof NodeResult.Collected collected && collected.node().uid().equals(uid)
        ? Optional.of(Instant.parse(collected.time()))
        : Optional.empty();
  }
}
