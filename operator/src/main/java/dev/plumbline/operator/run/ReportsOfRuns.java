package dev.plumbline.operator.run;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.EngineCode;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.cluster.ClusterVersion;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.report.History;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.signature.EvidenceList;
import dev.plumbline.report.signature.NodeEvidence;
import dev.plumbline.report.signature.ReportSigner;
import dev.plumbline.report.signature.SigningKey;
import dev.plumbline.report.signature.Statement;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Makes of what a run has found what is written: with its history, signed where there is a key. */
final class ReportsOfRuns {

  private static final Logger LOG = LogManager.getLogger(ReportsOfRuns.class);

  private final KubernetesClient client;
  private final Optional<ReportSigner> signer;

  /** Of a chain that begins anew, by the UID of the scan and the name of the report. */
  private final LastCauses warned = new LastCauses();

  ReportsOfRuns(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.signer =
        settings.signingKey().map(key -> new ReportSigner(key, product(settings.image())));
    settings
        .signingKey()
        .map(SigningKey::toString)
        .ifPresent(id -> LOG.info("Signing reports by the key {}", id));
  }

  private static Statement.Product product(String image) {
    String version =
        Objects.requireNonNullElse(
            ReportsOfRuns.class.getPackage().getImplementationVersion(), "(unpackaged)");
    return new Statement.Product(
        "plumbline " + version, image, Catalogue.load().digest(), EngineCode.digest());
  }

  /** The reports of one run. */
  interface OfRun {

    /**
     * A report as it is written.
     *
     * @param name of the ComplianceReport
     * @param report without its history
     * @param previous the one that it replaces
     */
    ComplianceReportStatus continued(
        String name,
        Selection.Chosen benchmark,
        ComplianceReportStatus report,
        Optional<ComplianceReportStatus> previous);
  }

  /**
   * The reports of a run.
   *
   * @param evaluator with the evidence of every node
   * @param evaluated by that evaluator
   */
  OfRun of(
      ComplianceScan scan,
      RunEvaluator evaluator,
      RunEvaluator.Evaluated evaluated,
      RunProgress progress) {
    int limit = scan.getSpec().historyEntries();
    return signer
        .<OfRun>map(present -> signing(present, scan, evaluator, evaluated, progress))
        .orElse(
            (name, benchmark, report, previous) ->
                ReportSize.fitted(History.continued(report, previous, limit)));
  }

  private OfRun signing(
      ReportSigner present,
      ComplianceScan scan,
      RunEvaluator evaluator,
      RunEvaluator.Evaluated evaluated,
      RunProgress progress) {
    Statement.ClusterOf cluster = new Statement.ClusterOf(ClusterVersion.ofApiServer(client));
    EvidenceList evidence =
        EvidenceList.of(
            progress
                .collected()
                .map(
                    result ->
                        new NodeEvidence(
                            result.node().name(), result.node().version(), result.digest()))
                .toList());
    return (name, benchmark, report, previous) -> {
      ReportSigner.Result result =
          present.signed(
              report,
              new ReportSigner.Subject(
                  new Statement.Scan(scan.getMetadata().getName(), scan.getMetadata().getUid()),
                  name,
                  cluster,
                  new Statement.BenchmarkOf(
                      benchmark.benchmark().name(), benchmark.benchmark().title()),
                  evidence,
                  evaluator.nodeVerdicts(benchmark),
                  evaluated.clusterVerdicts(benchmark)),
              previous,
              scan.getSpec().historyEntries());
      warn(scan, name, result.warning());
      return result.report();
    };
  }

  /** Once for each cause: a report that is not written again is evaluated again all the same. */
  private void warn(ComplianceScan scan, String report, Optional<String> warning) {
    warned
        .ifNew(scan.getMetadata().getUid() + "/" + report, warning)
        .ifPresent(
            why ->
                LOG.warn(
                    "The chain of the report {} begins anew, and its older history is not linked:"
                        + " {}",
                    report,
                    why));
  }
}
