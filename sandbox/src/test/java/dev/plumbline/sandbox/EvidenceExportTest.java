package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.Collector;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.EvidenceStore;
import dev.plumbline.operator.store.NodeResult;
import dev.plumbline.operator.store.NodeTarget;
import dev.plumbline.report.bundle.BundleReader;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.bundle.InvalidBundleException;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl plumbline export --evidence}, and what it wrote evaluated elsewhere. */
class EvidenceExportTest {

  private static final String JSON =
      EvidenceJson.write(
          new Collector(Duration.ofSeconds(20))
              .collectHost(Path.of(Run.sample("control-plane-1"))));

  @TempDir private Path temp;
  private Path bundle = Path.of("");

  private EmbeddedApiServer server = EmbeddedApiServer.start();
  private KubernetesClient client = server.client();

  @BeforeEach
  void aScanWhoseRunHasEnded() {
    bundle = temp.resolve("evidence.zip");
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName("cis").build());
    scan = client.resource(scan).create();
    String digest = EvidenceJson.sha256(JSON.getBytes(StandardCharsets.UTF_8));
    EvidenceStore store = new EvidenceStore(client, OperatorSettings.DEFAULT_NAMESPACE);
    store.putEvidence(scan, digest, JSON);
    store.put(
        scan,
        "run-1",
        List.of(
            new NodeResult.Collected(
                new NodeTarget("cp-1", "uid-1", "v1.36.3"), digest, "2026-01-01T12:00:00Z")));
    scan.setStatus(
        new ComplianceScanStatus(
            1L,
            List.of(),
            new ComplianceScanStatus.Run(
                "run-1",
                1,
                null,
                ComplianceScanStatus.Run.Cause.SpecChanged,
                null,
                "2026-01-01T11:59:00Z",
                "2026-01-01T12:01:00Z",
                "rules"),
            ComplianceScanStatus.Nodes.allEvaluated(1),
            null,
            null,
            "cis",
            List.of(new BenchmarkReport("cis", "cis-2.0", "False", null, null))));
    client.resource(scan).updateStatus();
    ComplianceReport report = new ComplianceReport();
    report.setMetadata(
        new ObjectMetaBuilder()
            .withName("cis")
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("plumbline.dev/v1alpha1")
                    .withKind("ComplianceScan")
                    .withName("cis")
                    .withUid(scan.getMetadata().getUid())
                    .build())
            .build());
    report.setStatus(
        ComplianceReportStatus.waiting(
            List.of(new Condition("Compliant", "Unknown", "R", "M.", null, null))));
    client.resource(report).create();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Run plumbline(String... arguments) throws IOException {
    return Run.against(server, temp, List.of(arguments));
  }

  @Test
  void whatTheOperatorStoredIsEvaluatedElsewhere() throws IOException, InvalidBundleException {
    Run exported = plumbline("export", "cis", "--evidence", bundle.toString());
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(exported.err())
        .contains("has the evidence of the run run-1: 1 of 1 node, 1 distinct");
    assertThat(exported.out()).isEmpty();
    EvidenceBundle read = BundleReader.read(Files.readAllBytes(bundle));
    assertThat(read.evidence()).containsValue(JSON);
    assertThat(read.index().benchmarks()).containsExactly("cis-2.0");
    assertThat(read.index().exportedBy().product()).startsWith("plumbline ");

    Run check = Run.of("check", "--evidence", bundle.toString());
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out()).contains("on cp-1");
  }

  @Test
  void theReportIsStillWrittenWhereItIsAskedFor() throws IOException {
    Run run = plumbline("report", "--evidence", bundle.toString(), "-o", "json");
    assertThat(run.out()).contains("\"kind\" : \"ComplianceReport\"");
    assertThat(bundle).exists();
    assertThat(plumbline("export", "cis", "-o", "json").out()).startsWith("{");
  }

  @Test
  void theOperatorsNamespaceIsAskedFor() throws IOException {
    Run run = plumbline("export", "cis", "--evidence", bundle.toString(), "-n", "default");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("The namespace default holds no evidence of the scan cis.");
    assertThat(bundle).doesNotExist();
  }
}
