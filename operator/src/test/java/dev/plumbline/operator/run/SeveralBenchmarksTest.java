package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scan that asks for several benchmarks. */
class SeveralBenchmarksTest {

  private static final String CONTROLS =
      "controls: {include: [apiserver-authorization-mode-not-always-allow]}\n";
  private static final String TWO = "benchmarks: [cis-1.12, cis-1.11]\n" + CONTROLS;

  private MockCluster cluster;
  private Reconciliations reconciler;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    cluster.version("v1.33.1");
    cluster.node("cp-1");
    reconciler = new Reconciliations(cluster, MockCluster.CLOCK);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void reconcile() {
    reconciler.reconcile();
  }

  private void runToTheEnd() {
    reconcile();
    String uid = cluster.client().nodes().withName("cp-1").require().getMetadata().getUid();
    reconciler.collected(new NodeTarget("cp-1", uid, "v1.33.1"));
    reconcile();
  }

  private void edit(String spec) {
    cluster
        .client()
        .resources(ComplianceScan.class)
        .withName("cis")
        .edit(
            scan -> {
              scan.setSpec(Serialization.unmarshal(spec, ComplianceScanSpec.class));
              scan.getMetadata().setGeneration(scan.getMetadata().getGeneration() + 1);
              return scan;
            });
  }

  private List<String> reports() {
    return cluster.client().resources(ComplianceReport.class).list().getItems().stream()
        .map(report -> report.getMetadata().getName())
        .sorted()
        .toList();
  }

  private ComplianceReportStatus report(String name) {
    return cluster.client().resources(ComplianceReport.class).withName(name).require().getStatus();
  }

  private Condition condition(String type) {
    return cluster.scan().getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nodesAreReadOnceAndEachBenchmarkHasAReport() {
    cluster.scan(TWO);
    reconcile();
    assertThat(cluster.jobs()).hasSize(1);
    assertThat(reports()).as("to wait for").containsExactly("cis-cis-1.11", "cis-cis-1.12");
    assertThat(condition("Compliant").reason()).isEqualTo("NotEvaluated");
    runToTheEnd();
    assertThat(report("cis-cis-1.12").benchmark()).isEqualTo("cis-1.12");
    assertThat(report("cis-cis-1.11").benchmark()).isEqualTo("cis-1.11");
    assertThat(report("cis-cis-1.11").run()).isEqualTo(report("cis-cis-1.12").run());
    assertThat(cluster.scan().getStatus().reports())
        .extracting(BenchmarkReport::name)
        .containsExactly("cis-cis-1.12", "cis-cis-1.11");
    assertThat(cluster.scan().getStatus().report()).isNull();
    assertThat(condition("Ready").status()).isEqualTo("True");
    assertThat(condition("Compliant").status()).isEqualTo("Unknown");
    assertThat(condition("Compliant").message()).contains("cis-cis-1.12", "cis-cis-1.11");
  }

  @Test
  void reportOfABenchmarkThatIsRemovedIsDeletedWithoutReadingNodesAgain() {
    cluster.scan(TWO);
    runToTheEnd();
    String run = reconciler.runId();
    edit("benchmarks: [cis-1.11]\n" + CONTROLS);
    reconcile();
    assertThat(reports()).containsExactly("cis-cis-1.11");
    assertThat(cluster.scan().getStatus().reports()).hasSize(1);
    assertThat(reconciler.runId()).isEqualTo(run);
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void scanWithOneBenchmarkKeepsTheNameOfItsReportAndListsItToo() {
    cluster.scan("benchmark: cis-1.12\n" + CONTROLS);
    runToTheEnd();
    assertThat(reports()).containsExactly("cis");
    assertThat(cluster.scan().getStatus().report()).isEqualTo("cis");
    assertThat(cluster.scan().getStatus().reports())
        .extracting(BenchmarkReport::benchmark)
        .containsExactly("cis-1.12");
  }

  @Test
  void historyFollowsABenchmarkIntoTheListAndBack() {
    cluster.scan("benchmark: cis-1.12\n" + CONTROLS);
    runToTheEnd();
    edit(TWO + "historyLimit: 5\n");
    reconcile();
    assertThat(reports()).containsExactly("cis-cis-1.11", "cis-cis-1.12");
    assertThat(report("cis-cis-1.12").history()).hasSize(1);
    assertThat(report("cis-cis-1.12").history().get(0).changes()).isEmpty();
    edit("benchmark: cis-1.12\n" + CONTROLS);
    reconcile();
    assertThat(reports()).containsExactly("cis");
    assertThat(report("cis").history()).hasSize(1);
  }

  @Test
  void reportOfAnotherScanIsNeitherReplacedNorDeleted() {
    ComplianceReport other = new ComplianceReport();
    other.setMetadata(
        new ObjectMetaBuilder()
            .withName("cis-cis-1.12")
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("plumbline.dev/v1alpha1")
                    .withKind("ComplianceScan")
                    .withName("cis-cis-1.12")
                    .withUid("another")
                    .build())
            .build());
    cluster.create(other);
    cluster.scan(TWO);
    reconcile();
    assertThat(condition("Stalled").status()).isEqualTo("True");
    assertThat(condition("Stalled").message())
        .startsWith("spec.benchmarks: The report would have the name cis-cis-1.12, which is a");
    assertThat(cluster.jobs()).isEmpty();
    assertThat(reports()).containsExactly("cis-cis-1.12");
  }

  @Test
  void benchmarkThatDoesNotFitIsEvaluatedAndSaysSo() {
    cluster.scan("benchmarks: [cis-1.12, cis-1.6]\n" + CONTROLS);
    runToTheEnd();
    Condition matches =
        report("cis-cis-1.6").conditions().stream()
            .filter(condition -> condition.type().equals("BenchmarkMatches"))
            .findFirst()
            .orElseThrow();
    assertThat(matches.status()).isEqualTo("False");
    assertThat(matches.reason()).isEqualTo("BenchmarkNotForRelease");
    assertThat(matches.message()).endsWith("Set spec.benchmarks to another, such as cis-1.12.");
  }

  @Test
  void scanWhoseReportsWouldHaveTooLongNamesIsInvalid() {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("s".repeat(250)).withGeneration(1L).build());
    scan.setSpec(Serialization.unmarshal(TWO, ComplianceScanSpec.class));
    ComplianceScan created = cluster.client().resource(scan).create();
    reconciler.reconcileOnce(created);
    assertThat(
            cluster
                .client()
                .resources(ComplianceScan.class)
                .withName("s".repeat(250))
                .require()
                .getStatus()
                .conditions())
        .filteredOn(condition -> condition.type().equals("Stalled"))
        .singleElement()
        .satisfies(
            stalled -> assertThat(stalled.message()).endsWith("Give the scan a shorter name."));
  }
}
