package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of docs that is generated from the tests of this package. */
class ReliabilityPageTest {

  private static final Path ROOT =
      Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/reliability.md");

  /** On a mock API server, in the module operator, which holds the number to what it tries. */
  private static final int ON_THE_MOCK_SERVER = 197;

  private static final List<FaultRow> ROWS =
      List.of(
          KilledOperatorIT.ROW,
          FaultyRequestsIT.ROW,
          FaultyWatchesIT.ROW,
          FaultyWatchesIT.STALE,
          FaultyWatchesIT.OUTAGE,
          LeadersIT.ROW,
          FailingPodsIT.ROW,
          FailingPodsIT.LOGS,
          FailingNodesIT.ROW,
          RefusalsIT.ROW,
          RefusalsIT.PODS);

  private static final String HEAD =
      """
      <!-- Generated from the tests in e2e/src/test/java/dev/plumbline/e2e/faults by ReliabilityPageTest. -->
      # Reliability

      What goes wrong in tests while a scan runs, and what users see of it. After each case:

      - the report is the one of a scan where nothing goes wrong, or it names the node, as an `Error`, with the reason;
      - no node has had two live Jobs of one run at a time;
      - the nodes that were evaluated and those that were not are as many as were selected;
      - no Job, no pod and no evidence that no node refers to is left;
      - the operator has made no more than four times the requests of a scan where nothing goes wrong.

      `cluster/faults` runs these. The operator is a process of its own, with the rights that `config/` gives it. Between it and a
      real API server with etcd and the controllers of Jobs, quotas, namespaces and garbage stands a proxy that injects the
      faults. The scheduler and the kubelets are simulated.

      The table says what each test asserts. All of them pass; together they take a quarter of an hour, and CI runs them. An
      outage is one of 20 seconds unless `--outage` says otherwise.

      | fault | when | cases | what users see | tried by |
      | --- | --- | --- | --- | --- |
      """;

  private static final String QUICK =
      """

      `./mvnw verify` tries these on a mock API server, on any machine and in seconds:

      | fault | when | cases | what users see | tried by |
      | --- | --- | --- | --- | --- |
      | 409, 410, 429, 500, a lost reply, and the end of the operator after a write | at the first request of each kind | %d | the same report | `FaultsTest` |

      Not tried: clocks of nodes that differ from the API server's, an API server that loses what it has stored, and faults of a
      real container runtime or network, which `cluster/test` meets on a true cluster but does not inject.
      """;

  /** {@code -Dtest=ReliabilityPageTest -Dplumbline.write=true} writes it anew. */
  @Test
  void theCommittedPageIsWhatTheTestsTry() throws IOException {
    String page =
        HEAD
            + ROWS.stream().map(ReliabilityPageTest::line).collect(Collectors.joining())
            + QUICK.formatted(ON_THE_MOCK_SERVER);
    if (Boolean.getBoolean("plumbline.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static String line(FaultRow row) {
    return "| %s | %s | %s | %s | `%s` |\n"
        .formatted(row.fault(), row.how(), row.cases(), row.seen(), row.test().getSimpleName());
  }

  /** A test that nobody lists would be in no table. */
  @Test
  void everyTestOfThePackageIsListed() throws IOException {
    Path sources = ROOT.resolve("e2e/src/test/java/dev/plumbline/e2e/faults");
    try (Stream<Path> files = Files.list(sources)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith("IT.java"))
                  .map(name -> name.replace(".java", "")))
          .containsExactlyInAnyOrderElementsOf(
              ROWS.stream().map(row -> row.test().getSimpleName()).distinct().toList());
    }
  }
}
