package dev.plumbline.report.signature;

import dev.plumbline.report.ClusterVerdicts;
import dev.plumbline.report.History;
import dev.plumbline.report.NodeVerdicts;
import dev.plumbline.report.ReportSize;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.signature.Statement.BenchmarkOf;
import dev.plumbline.report.signature.Statement.ClusterOf;
import dev.plumbline.report.signature.Statement.Digest;
import dev.plumbline.report.signature.Statement.Place;
import dev.plumbline.report.signature.Statement.Product;
import dev.plumbline.report.signature.Statement.ReportOf;
import dev.plumbline.report.signature.Statement.Scan;
import dev.plumbline.report.signature.Statement.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs reports, each as what follows the one before. */
public final class ReportSigner {

  /** The room that an envelope has in a report, in bytes: of {@link ReportSize#MAX_BYTES}. */
  static final int MAX_ENVELOPE = 128 * 1024;

  private final SigningKey key;
  private final Product product;

  /**
   * Signs with a key.
   *
   * @param product what evaluates
   */
  public ReportSigner(SigningKey key, Product product) {
    this.key = key;
    this.product = product;
  }

  /**
   * What a report is on, which is not in the report.
   *
   * @param benchmark without its definition, whose digest the report has
   */
  public record Subject(
      Scan scan,
      String report,
      ClusterOf cluster,
      BenchmarkOf benchmark,
      EvidenceList evidence,
      NodeVerdicts verdicts,
      ClusterVerdicts ofCluster) {}

  /**
   * A signed report.
   *
   * @param warning a sentence for the log, when the report before is not as this key has signed it
   */
  public record Result(ComplianceReportStatus report, Optional<String> warning) {}

  /** The statement that another one follows. */
  private record Before(Place place, Optional<Digest> statement) {}

  private static final Before NOTHING = new Before(HistoryChain.NONE, Optional.empty());

  /** How much a statement has of what may be large. The digests have all of it in any case. */
  private enum Detail {
    ALL,
    ONE_SUBJECT,
    ONE_SUBJECT_AND_NO_VERDICTS
  }

  /**
   * Signs a report, and fits it with its history and the statement into an object.
   *
   * @param report without its history
   * @param previous the report that it replaces, as it was found in the cluster
   * @param historyLimit how many entries to keep
   */
  public Result signed(
      ComplianceReportStatus report,
      Subject subject,
      Optional<ComplianceReportStatus> previous,
      int historyLimit) {
    Optional<SignedReport> found = previous.map(old -> SignedReport.of(old, key.verifying()));
    Optional<SignedReport.Signed> trusted =
        found
            .filter(SignedReport.Signed.class::isInstance)
            .map(SignedReport.Signed.class::cast)
            .filter(signed -> signed.isAsSigned() && isOf(subject.scan(), signed.statement()));
    Before before =
        trusted
            .map(
                signed ->
                    new Before(
                        signed.statement().predicate().history(),
                        Optional.of(signed.payloadDigest())))
            .orElse(NOTHING);
    Optional<ComplianceReportStatus> continued =
        trusted.isPresent() ? previous : previous.map(old -> unlinked(old, report));
    ComplianceReportStatus whole =
        HistoryChain.continued(
            ReportSize.fittedBeside(
                History.continued(report, continued, historyLimit), MAX_ENVELOPE),
            before.place());
    return new Result(
        whole.signed(Dsse.sign(Statement.PAYLOAD_TYPE, payload(whole, subject, before), key)),
        trusted.isPresent() ? Optional.empty() : warning(previous, found));
  }

  private static boolean isOf(Scan scan, Statement statement) {
    return statement.predicate().scan().uid().equals(scan.uid());
  }

  private static ComplianceReportStatus unlinked(
      ComplianceReportStatus old, ComplianceReportStatus report) {
    return old.withHistory(
        HistoryChain.unlinked(old.history(), Objects.requireNonNullElse(report.run(), "")));
  }

  private static Optional<String> warning(
      Optional<ComplianceReportStatus> previous, Optional<SignedReport> found) {
    if (previous.filter(old -> !old.isWaiting()).isEmpty()) {
      return Optional.empty();
    }
    return found.map(ReportSigner::warning);
  }

  private static String warning(SignedReport before) {
    if (before instanceof SignedReport.Refused refused) {
      return refused.why();
    }
    if (before instanceof SignedReport.Signed signed) {
      return signed.isAsSigned()
          ? "The report before is another scan's."
          : "The report before was changed since it was signed.";
    }
    return "The report before has no statement.";
  }

  private String payload(ComplianceReportStatus report, Subject subject, Before before) {
    String json = "";
    for (Detail detail : Detail.values()) {
      json = Canonical.json(statement(report, subject, before, detail));
      if (json.getBytes(StandardCharsets.UTF_8).length <= Statement.MAX_BYTES) {
        return json;
      }
    }
    throw new IllegalStateException(
        "The statement on the report "
            + subject.report()
            + " has "
            + json.length()
            + " characters.");
  }

  private Statement statement(
      ComplianceReportStatus report, Subject subject, Before before, Detail detail) {
    Digest objects = digest(report.evaluatedFrom().clusterObjects());
    return new Statement(
        Statement.TYPE,
        EvidenceList.with(
            detail == Detail.ALL && subject.evidence().digests().count() > 0
                ? subject.evidence().subjects()
                : subject.evidence().list(),
            objects),
        Statement.PREDICATE_TYPE,
        new Statement.Predicate(
            subject.scan(),
            new ReportOf(subject.report(), new Digest(Canonical.digest(report))),
            Objects.requireNonNullElse(report.run(), ""),
            Objects.requireNonNullElse(report.lastScanTime(), ""),
            Objects.requireNonNullElse(report.lastEvaluationTime(), ""),
            subject.cluster(),
            new BenchmarkOf(
                subject.benchmark().name(),
                subject.benchmark().title(),
                digest(report.evaluatedFrom().benchmark())),
            product,
            report.compliant(),
            Objects.requireNonNullElseGet(report.summary(), () -> Summary.of(report.controls())),
            subject.evidence().digests(),
            detail == Detail.ONE_SUBJECT_AND_NO_VERDICTS
                ? List.of()
                : report.controls().stream().map(control -> verdict(control, subject)).toList(),
            new Digest(subject.verdicts().digest()),
            HistoryChain.newest(report, before.place()),
            before.statement().orElse(null),
            objects,
            new Digest(subject.ofCluster().digest())));
  }

  private static @Nullable Digest digest(@Nullable String sha256) {
    return sha256 == null ? null : new Digest(sha256);
  }

  private static Verdict verdict(ControlResult control, Subject subject) {
    return new Verdict(
        control.id(),
        control.name(),
        control.status(),
        subject.verdicts().byControl().getOrDefault(control.name(), Map.of()),
        subject.ofCluster().byControl().get(control.name()));
  }
}
