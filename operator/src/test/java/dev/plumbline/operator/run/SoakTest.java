package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.MovedClock;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ScanOwnership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/**
 * An hourly scan for days, by a clock that is moved: nothing grows. Nodes are replaced meanwhile,
 * reports are edited, and the scan is deleted and created anew. {@code -Dplumbline.soak.runs=10000}
 * makes it a year, and prints figures.
 */
class SoakTest {

  /** Everything that happens in a while happens once in so many runs. */
  private static final int CYCLE = 20;

  private static final int RUNS = Integer.getInteger("plumbline.soak.runs", 4 * CYCLE);
  private static final boolean TELLS = RUNS > 4 * CYCLE;

  private static final String SPEC =
      "benchmark: cis-1.12\ncontrols: {include: ['1.2.6']}\nschedule: '0 * * * *'\n";

  private static final Pattern HISTOGRAM_LINE =
      Pattern.compile(" *\\d+: +(\\d+) +(\\d+) +(\\S+).*");

  /**
   * What could grow.
   *
   * @param instances of our classes and of the client's model, by class, after a collection
   * @param heap in bytes, after the same
   * @param objects that the API server has, by kind
   * @param requests of the last cycle
   */
  private record Size(
      Map<String, Long> instances,
      long heap,
      int threads,
      Map<String, Integer> objects,
      int requests) {}

  private final MovedClock clock = new MovedClock();

  @Test
  void nothingGrowsWithTheNumberOfRuns() throws JMException {
    try (MockCluster cluster = MockCluster.start()) {
      cluster.node("cp-1");
      cluster.node("worker-0");
      cluster.scan(SPEC);
      Reconciliations reconciler = new Reconciliations(cluster, clock);
      Size early = runs(0, RUNS / 2 / CYCLE * CYCLE, cluster, reconciler);
      Size late = runs(RUNS / 2 / CYCLE * CYCLE, RUNS / CYCLE * CYCLE, cluster, reconciler);
      assertThat(grown(early.instances(), late.instances())).isEmpty();
      assertThat(late.objects()).isEqualTo(early.objects());
      assertThat(late.requests()).isEqualTo(early.requests());
      // Pools of the JVM, the client and the mock server fill late, each to its bound; a client
      // that is not closed has threads of its own at each run.
      assertThat(late.threads()).isLessThan(early.threads() + RUNS / 8);
      // Of the JVM and the mock server too, so not exact; a node's result alone takes 500 bytes.
      assertThat(late.heap() - early.heap()).isLessThan(1_000_000 + RUNS * 10L);
    }
  }

  /**
   * The classes of which a cycle leaves an object behind, with how many there are more. What is
   * made once may be made late, and objects of tests before this one go at any time.
   */
  private static Map<String, Long> grown(Map<String, Long> early, Map<String, Long> late) {
    int cycles = RUNS / 2 / CYCLE;
    Map<String, Long> grown = new TreeMap<>();
    late.forEach(
        (name, count) -> {
          long more = count - early.getOrDefault(name, 0L);
          if (more >= cycles) {
            grown.put(name, more);
          }
        });
    return grown;
  }

  /** Runs, and what there is at their end. */
  private Size runs(int from, int to, MockCluster cluster, Reconciliations reconciler)
      throws JMException {
    int requests = 0;
    for (int run = from; run < to; run++) {
      clock.passed(Duration.ofHours(run).plusMinutes(1));
      happen(run, cluster, reconciler);
      runToTheEnd(cluster, reconciler);
      requests += cluster.forgetRequests();
      if (run % CYCLE == 0) {
        requests = 0;
      }
      // The API server's own expiry, and its garbage collection.
      cluster.client().v1().events().inNamespace("default").delete();
      cluster.client().pods().inNamespace(MockCluster.NAMESPACE).delete();
      cluster.forgetRequests();
    }
    Size size = size(cluster, requests);
    if (TELLS) {
      System.out.printf(
          "after %d runs: heap %d KiB, %d objects of ours, %d threads, %d objects of the API,"
              + " %d requests in the last %d runs%n",
          to,
          size.heap() / 1024,
          size.instances().values().stream().mapToLong(Long::longValue).sum(),
          size.threads(),
          size.objects().values().stream().mapToInt(Integer::intValue).sum(),
          requests,
          CYCLE - 1);
    }
    return size;
  }

  /** What happens to a cluster in a while. */
  private static void happen(int run, MockCluster cluster, Reconciliations reconciler) {
    switch (run % CYCLE) {
      case 5 -> {
        cluster.client().nodes().withName("worker-" + run / CYCLE).delete();
        cluster.node("worker-" + (run / CYCLE + 1));
      }
      case 10 ->
          cluster
              .client()
              .resources(ComplianceReport.class)
              .withName("cis")
              .editStatus(
                  report -> {
                    report.setStatus(null);
                    return report;
                  });
      case 15 -> {
        cluster.client().resources(ComplianceScan.class).delete();
        cluster.client().resources(ComplianceReport.class).delete();
        cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).delete();
        cluster.scan(SPEC);
      }
      default -> reconciler.reconcile();
    }
  }

  private void runToTheEnd(MockCluster cluster, Reconciliations reconciler) {
    reconciler.reconcile();
    String run = reconciler.runId();
    for (Job job : cluster.jobs()) {
      String node = ScanOwnership.node(job);
      String uid = cluster.client().nodes().withName(node).require().getMetadata().getUid();
      Pod pod = NodePods.succeeded(job, run, uid);
      cluster.create(pod);
      cluster.answer(NodePods.log(pod), Evidences.JSON + "\n");
    }
    reconciler.reconcile();
    reconciler.reconcile();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(Objects.requireNonNull(cluster.scan().getStatus().run()).finished()).isTrue();
    cluster.forgetAnswers();
  }

  private static Size size(MockCluster cluster, int requests) throws JMException {
    Map<String, Long> instances = new TreeMap<>();
    long heap = 0;
    Matcher matcher = HISTOGRAM_LINE.matcher("");
    for (String line : histogram().lines().toList()) {
      if (matcher.reset(line).matches()) {
        heap += Long.parseLong(matcher.group(2));
        // What this class itself makes, its lambdas too, is none of it.
        if (!matcher.group(3).startsWith(SoakTest.class.getName())
            && matcher.group(3).matches("(dev\\.plumbline|io\\.fabric8\\.kubernetes\\.api)\\..*")) {
          instances.put(matcher.group(3), Long.parseLong(matcher.group(1)));
        }
      }
    }
    Map<String, Integer> objects = new TreeMap<>();
    var client = cluster.client();
    var ours = MockCluster.NAMESPACE;
    objects.put("Job", client.batch().v1().jobs().inNamespace(ours).list().getItems().size());
    objects.put("ConfigMap", client.configMaps().inNamespace(ours).list().getItems().size());
    objects.put("Report", client.resources(ComplianceReport.class).list().getItems().size());
    cluster.forgetRequests();
    return new Size(
        instances, heap, ManagementFactory.getThreadMXBean().getThreadCount(), objects, requests);
  }

  /** Objects by class, of those that live: it collects first. */
  private static String histogram() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }
}
