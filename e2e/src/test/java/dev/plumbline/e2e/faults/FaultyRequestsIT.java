package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first request of each kind of a scan, those of the operator's start among them, meets a
 * fault.
 */
@ExtendWith(LaboratoryExtension.class)
class FaultyRequestsIT {

  /** Kinds of requests, watches among them. */
  private static final int KINDS = 40;

  /** An API server answers so to a write of what was changed meanwhile. */
  private static final Set<String> CONDITIONAL =
      Set.of(
          "PATCH compliancereports",
          "PATCH compliancereports/status",
          "PATCH compliancescans/status",
          "UPDATE configmaps");

  /** An API server answers so to a page of a list that has begun too long ago. */
  private static final Set<String> PAGED =
      Set.of("LIST configmaps", "LIST clusterroles", "LIST nodes");

  /**
   * One fault.
   *
   * @param meets which kinds of requests
   * @param least of how many kinds there are
   */
  record Case(String name, Fault fault, Predicate<String> meets, int least) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          every("429 with Retry-After", tooManyRequests()),
          every("500", Fault.Answer.of(500, "InternalError", "an error on the server")),
          every("503", Fault.Answer.of(503, "ServiceUnavailable", "etcdserver: leader changed")),
          every("the connection is reset", new Fault.Reset()),
          every("the reply is lost", new Fault.LoseReply()),
          every("the connection hangs for a while", new Fault.Hang(Duration.ofMillis(300))),
          new Case(
              "the request is never answered",
              new Fault.Hang(Duration.ofMinutes(10)),
              Set.of("GET pods/log", "PATCH compliancescans/status")::contains,
              2),
          new Case(
              "409",
              Fault.Answer.of(409, "Conflict", "the object has been modified"),
              CONDITIONAL::contains,
              3),
          new Case(
              "410",
              Fault.Answer.of(410, "Expired", "The provided continue parameter is too old"),
              PAGED::contains,
              PAGED.size()));

  static final FaultRow ROW =
      new FaultRow(
          "A request fails: 409, 410, 429, 500, 503, no answer, a lost reply, a connection that"
              + " ends",
          "the first request of each kind, from the operator's start to the report",
          FaultRow.Cases.atLeast(CASES.stream().mapToInt(Case::least).sum()),
          "the same report, later; a condition `Reconciling` with the server's words when it lasts",
          FaultyRequestsIT.class);

  private static Case every(String name, Fault fault) {
    return new Case(name, fault, kind -> true, KINDS);
  }

  private static Fault tooManyRequests() {
    return new Fault.Answer(
        429,
        "TooManyRequests",
        "Too many requests, please try again later.",
        Map.of("Retry-After", "1"));
  }

  static List<Case> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void firstOfEachKind(Case tried, Laboratory laboratory) throws IOException {
    Set<String> met = ConcurrentHashMap.newKeySet();
    laboratory
        .proxy()
        .follow(
            request ->
                tried.meets().test(request.kind()) && met.add(request.kind())
                    ? tried.fault()
                    : new Fault.None());
    laboratory.operator().restart();
    laboratory.apply("");
    laboratory.assertUndisturbed(tried.name());
    assertThat(met).as("kinds of requests").hasSizeGreaterThanOrEqualTo(tried.least());
  }
}
