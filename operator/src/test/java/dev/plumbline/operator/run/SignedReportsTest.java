package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.PemKeys;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.operator.store.StoredRun;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.HistoryEntry;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.signature.Check;
import dev.plumbline.report.signature.EvidenceChecks;
import dev.plumbline.report.signature.NodeEvidence;
import dev.plumbline.report.signature.ReportChecks;
import dev.plumbline.report.signature.RunEvidence;
import dev.plumbline.report.signature.SignedReport;
import dev.plumbline.report.signature.SigningKey;
import dev.plumbline.report.signature.Statement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator with a key. */
class SignedReportsTest {

  private final SigningKey key = PemKeys.generated().signing();
  private MockCluster cluster;
  private Reconciliations reconciler;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    cluster.version("v1.33.1");
    cluster.node("cp-1");
    cluster.scan("benchmark: cis-1.12\n");
    restart(Optional.of(key));
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void restart(Optional<SigningKey> with) {
    reconciler = new Reconciliations(cluster, MockCluster.CLOCK, MockCluster.settings(with));
  }

  private void runToTheEnd() {
    reconciler.reconcile();
    String uid = cluster.client().nodes().withName("cp-1").require().getMetadata().getUid();
    reconciler.collected(new NodeTarget("cp-1", uid, "v1.33.1"));
    reconciler.reconcile();
  }

  private void rescan(String value) {
    cluster
        .client()
        .resources(ComplianceScan.class)
        .withName("cis")
        .edit(
            scan -> {
              scan.getMetadata().setAnnotations(Map.of("plumbline.dev/rescan", value));
              return scan;
            });
    runToTheEnd();
  }

  private ComplianceReportStatus report() {
    return cluster.client().resources(ComplianceReport.class).withName("cis").require().getStatus();
  }

  private Statement statement() {
    return ((SignedReport.Signed) SignedReport.of(report(), key.verifying())).statement();
  }

  @Test
  void theReportInTheClusterIsWhatWasSigned() {
    runToTheEnd();

    assertThat(ReportChecks.of(Report.named("cis", report()), key.verifying()))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED));
  }

  @Test
  void theStatementNamesTheEvidenceTheScanAndTheCluster() {
    runToTheEnd();

    Statement statement = statement();
    assertThat(statement.subject())
        .containsExactly(
            new Statement.Subject("cp-1", new Statement.Digest(Evidences.DIGEST)),
            new Statement.Subject(
                "cluster-objects",
                new Statement.Digest(
                    Optional.ofNullable(report().evaluatedFrom().clusterObjects()).orElseThrow())));
    assertThat(statement.predicate().cluster().version()).isEqualTo("v1.33.1");
    assertThat(statement.predicate().scan().uid()).isEqualTo(cluster.scan().getMetadata().getUid());
    assertThat(statement.predicate().run()).isEqualTo(reconciler.runId());
    assertThat(statement.predicate().product().image()).isEqualTo("plumbline:test");
    assertThat(statement.predicate().product().catalogue()).isNotEmpty();
  }

  @Test
  void theNextRunFollows() {
    runToTheEnd();
    rescan("again");

    assertThat(report().history()).extracting(HistoryEntry::sequence).containsExactly(2, 1);
    assertThat(statement().predicate().previous()).isNotNull();
  }

  @Test
  void aReportThatSomebodyEditsIsWrittenAnewAndItsChainBeginsAnew() {
    runToTheEnd();
    rescan("again");
    cluster
        .client()
        .resources(ComplianceReport.class)
        .withName("cis")
        .editStatus(
            report -> {
              ComplianceReportStatus status = report.getStatus();
              report.setStatus(
                  status
                      .withHistory(List.of(status.history().get(0)))
                      .signed(Optional.ofNullable(status.signedStatement()).orElseThrow()));
              return report;
            });
    reconciler.reconcile();

    assertThat(ReportChecks.of(Report.named("cis", report()), key.verifying()))
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED));
    assertThat(statement().predicate().history().sequence()).isEqualTo(1);
  }

  @Test
  void withoutAKeyNothingIsSigned() {
    restart(Optional.empty());
    runToTheEnd();

    assertThat(ReportSize.json(report()))
        .doesNotContain("\"signedStatement\":", "\"sequence\":", "\"chain\":");
  }

  @Test
  void aKeyThatComesLaterSignsTheNextReport() {
    restart(Optional.empty());
    runToTheEnd();
    restart(Optional.of(key));
    rescan("again");

    assertThat(report().history()).extracting(HistoryEntry::sequence).containsExactly(1, null);
    assertThat(ReportChecks.of(Report.named("cis", report()), key.verifying()))
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED));
  }

  private Map<String, BenchmarkDefinition> definitions() {
    return bundle().definitions();
  }

  private EvidenceBundle bundle() {
    return new StoredRun(cluster.client(), MockCluster.NAMESPACE, cluster.scan())
        .bundle("plumbline test");
  }

  private List<Check> verified(EvidenceBundle bundle) {
    return EvidenceChecks.of(
        report(),
        key.verifying(),
        new RunEvidence(
            bundle.index().sources().stream()
                .map(one -> new NodeEvidence(one.name(), one.kubelet(), one.digest()))
                .toList(),
            bundle.readings(),
            Optional.of(
                new RunEvidence.OfCluster(
                    bundle.index().inputs().clusterObjects(), bundle.cluster())),
            bundle.definitions()),
        Catalogue.load());
  }

  private void create(String kind, String name) {
    cluster.create(
        Serialization.unmarshal(
            "apiVersion: v1\nkind: "
                + kind
                + "\nmetadata: {namespace: default, name: "
                + name
                + "}",
            HasMetadata.class));
  }

  @Test
  void whatIsExportedComesToWhatWasSigned() {
    create("Service", "web");
    create("ServiceAccount", "default");
    runToTheEnd();

    assertThat(verified(bundle()))
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED))
        .extracting(Check::what)
        .contains("Objects of the cluster", "Controls about the cluster");
  }

  @Test
  void aReportIsVerifiedByTheObjectsThatItWasEvaluatedFrom() {
    create("Service", "web");
    runToTheEnd();
    String before = Optional.ofNullable(report().inputs()).orElseThrow().clusterObjects();
    create("Service", "other");

    assertThat(bundle().index().inputs().clusterObjects()).isEqualTo(before);

    rescan("again");
    assertThat(bundle().index().inputs().clusterObjects()).isNotEqualTo(before);
    assertThat(cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).list().getItems())
        .filteredOn(map -> map.getMetadata().getName().startsWith("input-"))
        .singleElement()
        .satisfies(
            map -> assertThat(map.getMetadata().getName()).doesNotEndWith(String.valueOf(before)));
  }

  @Test
  void aComplianceBenchmarkIsEvaluatedAgainByItsDefinition() {
    ComplianceBenchmark own = new ComplianceBenchmark();
    own.setMetadata(new ObjectMetaBuilder().withName("ours").build());
    own.setSpec(
        new ComplianceBenchmarkSpec(
            "Ours",
            "cis-1.12",
            new ComplianceScanSpec.Controls(List.of("1.2.6", "5.6.4"), List.of()),
            null,
            null));
    cluster.create(own);
    cluster
        .client()
        .resources(ComplianceScan.class)
        .withName("cis")
        .edit(
            scan -> {
              scan.setSpec(ComplianceScanSpec.of(List.of("ours"), List.of()));
              return scan;
            });
    runToTheEnd();

    assertThat(definitions().values())
        .extracting(BenchmarkDefinition::name)
        .containsExactly("ours");
    assertThat(verified(bundle()))
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Check.Result.VERIFIED));
  }
}
