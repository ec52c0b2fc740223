package dev.plumbline.operator.run;

import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.ComplianceScanStatus.Run.Cause;
import dev.plumbline.report.model.RunningApiServer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has changed of API servers since a run knew them.
 *
 * <p>A process is known by its address and its start. An address may be that of a load balancer,
 * behind which another process answers each time: so a process that the run does not know is a
 * restart only where it was started after the run.
 */
final class ApiServerChanges {

  /**
   * A component reckons its start from the machine's clock at each request, and the clock is
   * corrected now and then.
   */
  static final Duration SAME_START = Duration.ofSeconds(5);

  /**
   * A process that is started while the first nodes are read. A static pod that has changed starts
   * a run as its process starts. The clocks of two machines differ by less.
   */
  static final Duration READ_BY_RUN = Duration.ofSeconds(10);

  /** A server that is restarted all the time has as many runs and no more. */
  static final Duration BETWEEN_RUNS = Duration.ofMinutes(15);

  /** Behind a load balancer there is one in each of three zones, and one that was started anew. */
  private static final int PER_ADDRESS = 4;

  private static final Comparator<RunningApiServer> NEWEST_FIRST =
      Comparator.comparing(ApiServerChanges::started).reversed();

  /** What an API server has in force. */
  private static final List<Function<RunningApiServer, @Nullable String>> FILES =
      List.of(
          RunningApiServer::authentication,
          RunningApiServer::authorization,
          RunningApiServer::encryption);

  private ApiServerChanges() {}

  /**
   * API servers as they were last seen.
   *
   * @param settled whether none of them has changed for a while
   */
  record Snapshot(List<RunningApiServer> servers, boolean settled) {
    Snapshot {
      servers = List.copyOf(servers);
    }

    /** Of a scan that does not ask. */
    static Snapshot none() {
      return new Snapshot(List.of(), true);
    }
  }

  /**
   * What a run is started for.
   *
   * @param occasion the same for the same change
   */
  record Change(Cause cause, String occasion) {}

  /** Empty when nothing has changed that a run is to be started for now. */
  static Optional<Change> of(Run run, Snapshot seen, Instant now) {
    if (!seen.settled() || isTooSoon(run, now)) {
      return Optional.empty();
    }
    return change(Cause.ComponentRestarted, seen, server -> isRestarted(run, server))
        .or(() -> change(Cause.ConfigurationReloaded, seen, server -> isReloaded(run, server)));
  }

  private static Optional<Change> change(
      Cause cause, Snapshot seen, Predicate<RunningApiServer> which) {
    List<RunningApiServer> changed = seen.servers().stream().filter(which).toList();
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Change(cause, changed.toString()));
  }

  private static boolean isTooSoon(Run run, Instant now) {
    boolean isOne =
        run.cause() == Cause.ComponentRestarted || run.cause() == Cause.ConfigurationReloaded;
    Instant start = Instant.parse(run.startTime());
    // A clock that was set back must not put it off.
    return isOne && !now.isBefore(start) && now.isBefore(start.plus(BETWEEN_RUNS));
  }

  /** One at an address of which the run knows nothing was added, and not restarted. */
  private static boolean isRestarted(Run run, RunningApiServer server) {
    return same(server, run.apiServers()).isEmpty()
        && run.apiServers().stream().anyMatch(known -> hasSameAddress(known, server))
        && started(server).isAfter(Instant.parse(run.startTime()).plus(READ_BY_RUN));
  }

  /** What is not known, then or now, has not changed. */
  private static boolean isReloaded(Run run, RunningApiServer server) {
    return same(server, run.apiServers()).stream()
        .anyMatch(
            known ->
                FILES.stream()
                    .anyMatch(
                        file ->
                            file.apply(known) != null
                                && file.apply(server) != null
                                && !Objects.equals(file.apply(known), file.apply(server))));
  }

  /** The run with what was not known to it and is now. What has changed since is left as it was. */
  static Run supplemented(Run run, Snapshot seen) {
    if (!seen.settled()) {
      return run;
    }
    List<RunningApiServer> all = new ArrayList<>();
    run.apiServers()
        .forEach(
            known -> all.add(same(known, seen.servers()).map(s -> both(known, s)).orElse(known)));
    for (RunningApiServer server : seen.servers()) {
      boolean isNew = same(server, all).isEmpty() && !isRestarted(run, server);
      long there = all.stream().filter(known -> hasSameAddress(known, server)).count();
      if (isNew && there < PER_ADDRESS && all.size() < Run.MAX_API_SERVERS) {
        all.add(server);
      }
    }
    return all.equals(run.apiServers()) ? run : run.knowing(all);
  }

  /**
   * What a run knows that starts now: the servers that were seen, and those that the run before
   * knew, since a server that is being restarted does not answer.
   */
  static List<RunningApiServer> atStart(List<RunningApiServer> before, Snapshot seen) {
    List<RunningApiServer> all = new ArrayList<>();
    Stream.concat(
            seen.servers().stream().map(s -> same(s, before).map(b -> both(s, b)).orElse(s)),
            before.stream().filter(known -> same(known, seen.servers()).isEmpty()))
        .sorted(NEWEST_FIRST)
        .forEach(
            server -> {
              if (all.stream().filter(s -> hasSameAddress(s, server)).count() < PER_ADDRESS) {
                all.add(server);
              }
            });
    return all.stream().limit(Run.MAX_API_SERVERS).toList();
  }

  /** The process among others; its start may be reckoned otherwise. */
  static Optional<RunningApiServer> same(RunningApiServer server, List<RunningApiServer> among) {
    return among.stream()
        .filter(other -> hasSameAddress(other, server))
        .filter(
            other ->
                Duration.between(started(other), started(server)).abs().compareTo(SAME_START) <= 0)
        .findFirst();
  }

  /** The first, with what the other has of what it does not know. */
  static RunningApiServer both(RunningApiServer first, RunningApiServer other) {
    return new RunningApiServer(
        first.address(),
        first.startTime(),
        either(first.authentication(), other.authentication()),
        either(first.authorization(), other.authorization()),
        either(first.encryption(), other.encryption()));
  }

  private static @Nullable String either(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }

  private static boolean hasSameAddress(RunningApiServer one, RunningApiServer other) {
    return one.address().equals(other.address());
  }

  /** Somebody may have edited the status. */
  private static Instant started(RunningApiServer server) {
    try {
      return Instant.parse(server.startTime());
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
