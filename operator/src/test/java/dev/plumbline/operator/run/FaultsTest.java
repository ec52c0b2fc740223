// Over 250 lines: a scan, what lies between it and the API server, and what is left are one test.
package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of request of a scan meets each fault once, and the operator dies after each kind of
 * write. The same on a real API server is in the module e2e, in its package {@code faults}.
 */
class FaultsTest {

  private static final String ONE = "benchmark: cis-1.12\ncontrols: {include: ['1.2.6']}\n";

  /** So many reconciliations end each scan. */
  private static final int ROUNDS = 12;

  private static final Path PAGE =
      Path.of(System.getProperty("plumbline.root", "..")).resolve("docs/reliability.md");

  /** What happens to a request. */
  enum Fault {
    CONFLICT(409),
    EXPIRED(410),
    TOO_MANY_REQUESTS(429),
    ERROR(500),
    /** It is carried out; what lies between says that it had no answer. */
    REPLY_LOST(504),
    /** It is carried out, and the operator has no time for anything else. */
    DEATH(410);

    private final int code;

    Fault(int code) {
      this.code = code;
    }

    boolean isCarriedOut() {
      return this == REPLY_LOST || this == DEATH;
    }
  }

  /** A fault that the first request of a kind meets. */
  record Case(Fault fault, String kind) {}

  /** What is left when all is done. */
  record Outcome(
      ComplianceReportStatus.Summary summary,
      ComplianceScanStatus.Nodes nodes,
      Object controls,
      List<String> conditions) {

    static Outcome of(ComplianceReportStatus report) {
      return new Outcome(
          Objects.requireNonNull(report.summary()),
          Objects.requireNonNull(report.nodes()),
          report.controls(),
          report.conditions().stream()
              .map(c -> c.type() + " " + c.status() + " " + c.reason() + " " + c.message())
              .toList());
    }
  }

  private static final Set<String> KINDS = new ConcurrentSkipListSet<>();

  /** A scan without faults shows what kinds there are. */
  private static final class Undisturbed {
    static final Outcome OUTCOME = scan(FaultsTest::isOnlySeen, Fault.ERROR);
  }

  private static boolean isOnlySeen(String kind) {
    // That is the test itself: the operator has its scans from a watch.
    if (!kind.equals("GET /apis/plumbline.dev/v1alpha1/compliancescans/NAME")) {
      KINDS.add(kind);
    }
    return false;
  }

  static List<Case> cases() {
    assertThat(Undisturbed.OUTCOME.controls()).isNotNull();
    return KINDS.stream()
        .flatMap(
            kind ->
                Stream.of(Fault.values())
                    .filter(fault -> fault != Fault.DEATH || !kind.startsWith("GET "))
                    .map(fault -> new Case(fault, kind)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theReportIsTheSame(Case tried) {
    assertThat(scan(tried.kind()::equals, tried.fault())).isEqualTo(Undisturbed.OUTCOME);
  }

  /** The page is generated in e2e, which does not see these. */
  @Test
  void thePageHasTheNumber() throws IOException {
    assertThat(Files.readAllLines(PAGE))
        .filteredOn(line -> line.contains(FaultsTest.class.getSimpleName()))
        .singleElement()
        .asString()
        .contains("| " + cases().size() + " |");
  }

  private static String kind(String request) {
    return request
        .replaceFirst("\\?.*", "")
        .replaceFirst("/(cis|scan-[^/]*|pod-of-[^/]*|evidence-[^/]*|nodes-[^/]*)(?=/|$)", "/NAME");
  }

  /**
   * A scan of two nodes until it is done.
   *
   * @param meets whether a request of a kind meets the fault; it is asked until one does
   */
  private static Outcome scan(Predicate<String> meets, Fault fault) {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.node("cp-1");
      cluster.node("cp-2");
      cluster.scan(ONE);
      Way way = new Way(meets, fault);
      Reconciliations operator = new Reconciliations(cluster, MockCluster.CLOCK);
      for (int round = 0; round < ROUNDS && !isDone(cluster); round++) {
        cluster.way(way);
        try {
          operator.reconcile();
        } catch (KubernetesClientException e) {
          cluster.way(MockCluster.Way.OPEN);
          if (fault != Fault.DEATH) {
            operator.fail(e);
          }
        }
        cluster.way(MockCluster.Way.OPEN);
        if (way.isDead()) {
          way.revive();
          operator = new Reconciliations(cluster, MockCluster.CLOCK);
        }
        runPods(cluster);
      }
      assertTidy(cluster);
      return Outcome.of(
          cluster.client().resources(ComplianceReport.class).withName("cis").require().getStatus());
    }
  }

  private static boolean isDone(MockCluster cluster) {
    ComplianceScanStatus status = cluster.scan().getStatus();
    return status != null && status.run() != null && status.run().finished();
  }

  private static void runPods(MockCluster cluster) {
    for (Job job : cluster.jobs()) {
      String pod = "pod-of-" + job.getMetadata().getUid();
      if (cluster.client().pods().inNamespace(MockCluster.NAMESPACE).withName(pod).get() == null) {
        cluster.create(
            NodePods.succeeded(
                job,
                job.getMetadata().getLabels().getOrDefault(ScanOwnership.RUN, ""),
                cluster
                    .client()
                    .nodes()
                    .withName(ScanOwnership.node(job))
                    .require()
                    .getMetadata()
                    .getUid()));
        cluster.answer(
            "/api/v1/namespaces/plumbline-system/pods/"
                + pod
                + "/log?pretty=false&container=collector&limitBytes="
                + (EvidenceJson.MAX_BYTES + 256 * 1024),
            Evidences.JSON + "\n");
      }
    }
  }

  private static void assertTidy(MockCluster cluster) {
    assertThat(isDone(cluster)).as("the run has ended").isTrue();
    assertThat(cluster.jobs()).extracting(ScanOwnership::node).doesNotHaveDuplicates();
    List<ConfigMap> maps =
        cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).list().getItems();
    assertThat(maps).as("one evidence, and which node has it").hasSize(2);
  }

  /** Lets the first request that meets the fault have it. */
  private static final class Way implements MockCluster.Way {

    private final Predicate<String> meets;
    private final Fault fault;
    private final Set<String> met = new HashSet<>();
    private boolean dead;

    Way(Predicate<String> meets, Fault fault) {
      this.meets = meets;
      this.fault = fault;
    }

    synchronized boolean isDead() {
      return dead;
    }

    synchronized void revive() {
      dead = false;
    }

    @Override
    public synchronized MockResponse pass(String request, Supplier<MockResponse> server) {
      if (dead) {
        return failure(Fault.DEATH);
      }
      if (!met.isEmpty() || !meets.test(kind(request))) {
        return server.get();
      }
      met.add(request);
      dead = fault == Fault.DEATH;
      if (fault.isCarriedOut()) {
        // The client never learns of it.
        MockResponse unused = server.get();
      }
      return failure(fault);
    }

    private static MockResponse failure(Fault fault) {
      return new MockResponse()
          .setResponseCode(fault.code)
          .setBody(
              Serialization.asJson(
                  new StatusBuilder()
                      .withStatus("Failure")
                      .withCode(fault.code)
                      .withReason("Injected")
                      .withMessage("injected by the test")
                      .build()));
    }
  }
}
