package dev.plumbline.operator.run;

import dev.plumbline.operator.cluster.ApiEndpoints;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import dev.plumbline.operator.live.ComponentMetrics;
import dev.plumbline.operator.live.ConfigurationFile;
import dev.plumbline.operator.live.MetricsReader;
import dev.plumbline.report.model.RunningApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Asks every API server now and then when it was started and what it has in force, once for all
 * scans. What it has seen decides nothing by itself: a run's status has what was known to the run.
 */
final class ApiServerWatch {

  private static final Logger LOG = LogManager.getLogger(ApiServerWatch.class);

  /** Monitoring asks for the same metrics several times a minute. */
  static final Duration PERIOD = Duration.ofMinutes(3);

  /** So that the requests of other periodic tasks don't always come at the same time. */
  private static final Duration JITTER = Duration.ofSeconds(30);

  /**
   * For how long nothing must have changed: servers are restarted, and files replaced, one after
   * the other. Longer than a kubelet takes to tell that a static pod has changed.
   */
  static final Duration SETTLED = Duration.ofSeconds(60);

  /** A process that does not answer for so long is no more, or its address is not. */
  private static final Duration KEPT = Duration.ofMinutes(15);

  private final Supplier<ApiEndpoints> endpoints;
  private final Function<ApiEndpoint, ComponentMetrics> reader;

  private List<Seen> seen = List.of();
  private Map<ApiEndpoint, String> unknown = Map.of();
  private Instant last = Instant.MIN;
  private Instant due = Instant.MIN;

  /**
   * One process.
   *
   * @param since when it was first seen like this
   * @param last when it was last seen
   */
  private record Seen(RunningApiServer server, Instant since, Instant last) {}

  /**
   * Takes whom to ask.
   *
   * @param endpoints reads the cluster's API servers
   * @param reader asks one, in a bounded time
   */
  ApiServerWatch(Supplier<ApiEndpoints> endpoints, Function<ApiEndpoint, ComponentMetrics> reader) {
    this.endpoints = endpoints;
    this.reader = reader;
  }

  /** Whether they are to be asked again; a clock that was set back must not put it off. */
  synchronized boolean isDue(Instant now) {
    return !now.isBefore(due) || now.isBefore(last);
  }

  /** Asks all of them, and returns once each has answered or its time is over. */
  void read(Instant now, Together together) {
    ask(now, SETTLED);
    List<ApiEndpoint> asked = endpoints.get().all();
    List<ComponentMetrics> answers = together.each(asked, reader);
    Map<ApiEndpoint, String> why = new HashMap<>();
    List<RunningApiServer> servers = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (answers.get(i) instanceof ComponentMetrics.Known known) {
        servers.add(server(asked.get(i), known));
      } else {
        why.put(asked.get(i), ((ComponentMetrics.Unknown) answers.get(i)).why());
      }
    }
    saw(servers, why, now);
  }

  private synchronized void ask(Instant now, Duration again) {
    last = now;
    due = now.plus(again);
  }

  private static RunningApiServer server(ApiEndpoint endpoint, ComponentMetrics.Known known) {
    return new RunningApiServer(
        endpoint.hostAndPort(),
        known.started().toString(),
        known.hashes().get(ConfigurationFile.AUTHENTICATION),
        known.hashes().get(ConfigurationFile.AUTHORIZATION),
        known.hashes().get(ConfigurationFile.ENCRYPTION));
  }

  private synchronized void saw(
      List<RunningApiServer> servers, Map<ApiEndpoint, String> why, Instant now) {
    why.forEach(
        (endpoint, reason) -> {
          if (!reason.equals(unknown.get(endpoint))) {
            LOG.info(
                "Restarts are not noticed of {}, which {}",
                endpoint.url(MetricsReader.METRICS),
                reason);
          }
        });
    unknown = Map.copyOf(why);
    List<Seen> kept = new ArrayList<>();
    for (RunningApiServer server : servers) {
      kept.add(seen(server, now));
    }
    for (Seen other : seen) {
      if (isRecent(other, now) && ApiServerChanges.same(other.server(), servers).isEmpty()) {
        kept.add(other);
      }
    }
    seen = List.copyOf(kept);
    ask(now, snapshot(now).settled() ? PERIOD.plus(jitter()) : SETTLED);
  }

  /** With the start that was reckoned first, and with what was known of it before. */
  private Seen seen(RunningApiServer server, Instant now) {
    Optional<Seen> before =
        seen.stream()
            .filter(s -> ApiServerChanges.same(server, List.of(s.server())).isPresent())
            .findFirst();
    if (before.isEmpty()) {
      return new Seen(server, now, now);
    }
    RunningApiServer known = before.get().server();
    RunningApiServer both =
        ApiServerChanges.both(
            new RunningApiServer(
                known.address(),
                known.startTime(),
                server.authentication(),
                server.authorization(),
                server.encryption()),
            known);
    boolean isSame = both.equals(known) && !before.get().since().isAfter(now);
    return new Seen(both, isSame ? before.get().since() : now, now);
  }

  private static boolean isRecent(Seen one, Instant now) {
    return Duration.between(one.last(), now).abs().compareTo(KEPT) < 0;
  }

  private static Duration jitter() {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(JITTER.toMillis()));
  }

  /** The processes that were there lately. */
  synchronized ApiServerChanges.Snapshot snapshot(Instant now) {
    List<Seen> recent = seen.stream().filter(one -> isRecent(one, now)).toList();
    return new ApiServerChanges.Snapshot(
        recent.stream().map(Seen::server).toList(),
        recent.stream().noneMatch(one -> one.since().plus(SETTLED).isAfter(now)));
  }
}
