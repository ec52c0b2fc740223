package dev.plumbline.e2e.faults;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator sees comes late, in another order, or not at all for a while. */
@ExtendWith(LaboratoryExtension.class)
class FaultyWatchesIT {

  private static final Duration LATE = Duration.ofSeconds(2);

  private static final Fault NONE = new Fault.None();

  /** What happens to each watch; the function decides anew for each scan. */
  record Case(String name, Function<Set<String>, FaultyProxy.Plan> plan) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          delayed("every event comes late", kind -> true),
          delayed("Jobs come after their pods", "WATCH jobs"::equals),
          delayed("pods come after their Jobs have ended", "WATCH pods"::equals),
          delayed("the scan comes after its reports", "WATCH compliancescans"::equals),
          delayed("reports come late", "WATCH compliancereports"::equals),
          new Case("each watch ends after an event", met -> each(new Fault.CutAfter(1))),
          new Case(
              "each watch is expired (410) when it is first opened",
              met ->
                  request ->
                      request.isWatch() && met.add(request.path() + request.query().length())
                          ? new Fault.Expired()
                          : NONE));

  static final FaultRow ROW =
      new FaultRow(
          "Watches are delayed, reordered between kinds, cut, or expired",
          "from the operator's start to the report",
          FaultRow.Cases.of(CASES.size()),
          "the same report, later",
          FaultyWatchesIT.class);

  static final FaultRow STALE =
      new FaultRow(
          "An API server that is behind",
          "the operator is killed during a run, and the lists that it starts with are those from"
              + " before the scan",
          FaultRow.Cases.of(1),
          "the same report; nothing is read twice at a time",
          FaultyWatchesIT.class);

  static final FaultRow OUTAGE =
      new FaultRow(
          "The API server is away",
          "during a run, until the nodes have long been read",
          FaultRow.Cases.of(1),
          "the same report once it is back",
          FaultyWatchesIT.class);

  private static Case delayed(String name, java.util.function.Predicate<String> kinds) {
    return new Case(
        name,
        met ->
            request ->
                request.isWatch() && kinds.test(request.kind()) ? new Fault.Delay(LATE) : NONE);
  }

  private static FaultyProxy.Plan each(Fault fault) {
    return request -> request.isWatch() ? fault : NONE;
  }

  static List<Case> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void watches(Case tried, Laboratory laboratory) throws IOException {
    laboratory.proxy().follow(tried.plan().apply(ConcurrentHashMap.newKeySet()));
    laboratory.operator().restart();
    laboratory.apply("");
    laboratory.assertUndisturbed(tried.name());
  }

  private static List<Job> jobs(Laboratory laboratory) {
    return laboratory
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(ControlPlane.NAMESPACE)
        .list()
        .getItems();
  }

  private static void awaitJob(Laboratory laboratory) {
    await().atMost(Duration.ofMinutes(1)).until(() -> !jobs(laboratory).isEmpty());
  }

  @Test
  void staleServer(Laboratory laboratory) throws IOException {
    AtomicBoolean isStale = new AtomicBoolean();
    laboratory
        .proxy()
        .follow(
            request ->
                !isStale.get() || request.isWrite()
                    ? NONE
                    : request.isWatch() ? new Fault.Delay(LATE) : new Fault.Stale());
    laboratory.operator().restart();
    laboratory.proxy().awaitWatches();
    laboratory.apply("");
    awaitJob(laboratory);
    isStale.set(true);
    laboratory.operator().restart();
    laboratory.proxy().awaitWatches();
    isStale.set(false);
    laboratory.assertUndisturbed("a stale API server");
  }

  @Test
  void outage(Laboratory laboratory) {
    laboratory.apply("");
    awaitJob(laboratory);
    laboratory.proxy().goDown();
    Duration outage = Duration.parse(System.getProperty("plumbline.faults.outage", "PT20S"));
    await().pollDelay(outage).atMost(outage.plusMinutes(1)).until(() -> true);
    laboratory.proxy().comeUp();
    laboratory.assertUndisturbed("an outage");
  }
}
