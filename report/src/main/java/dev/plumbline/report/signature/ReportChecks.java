package dev.plumbline.report.signature;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Summary;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.signature.SignedReport.Signed;
import dev.plumbline.report.signature.Statement.Place;
import dev.plumbline.report.signature.Statement.Predicate;
import dev.plumbline.report.signature.Statement.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares a report with its statement, field by field, so that a difference has a name. */
public final class ReportChecks {

  /** Differences that are named; the others are counted. */
  private static final int MAX_NAMED = 10;

  private ReportChecks() {}

  /** Verifies the signature of a report, and that the report is what was signed. */
  public static List<Check> of(Report report, VerifyingKey key) {
    SignedReport signed = SignedReport.of(report.status(), key);
    if (signed instanceof Signed believed) {
      return checks(report, believed, key);
    }
    return List.of(
        Check.notVerified(
            "Signature",
            signed instanceof SignedReport.Refused refused
                ? refused.why()
                : "The report has no status.signedStatement: the operator had no key when it wrote"
                    + " it, or somebody has removed it."));
  }

  private static List<Check> checks(Report report, Signed signed, VerifyingKey key) {
    Predicate stated = signed.statement().predicate();
    ComplianceReportStatus status = report.status();
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.verified(
            "Signature",
            "By the key "
                + key.id()
                + "."
                + (signed.otherSignatures() == 0
                    ? ""
                    : " Other signatures, which were not verified: "
                        + signed.otherSignatures()
                        + ".")));
    checks.add(Check.verified("Statement", sentence(signed.statement())));
    checks.add(same("Report", report.name(), stated.report().name()));
    checks.add(same("Run", status.run(), stated.run()));
    checks.add(same("Time of the scan", status.lastScanTime(), stated.scanned()));
    checks.add(same("Time of the evaluation", status.lastEvaluationTime(), stated.evaluated()));
    checks.add(same("Benchmark", status.benchmark(), stated.benchmark().name()));
    checks.add(same("Compliant", status.compliant(), stated.compliant()));
    checks.add(same("Counts and score", counts(status.summary()), counts(stated.summary())));
    checks.add(verdicts(status, stated));
    checks.add(history(status, stated.history()));
    checks.add(whole(signed));
    return List.copyOf(checks);
  }

  private static String sentence(Statement statement) {
    Predicate stated = statement.predicate();
    return "On the scan "
        + stated.scan().name()
        + " ("
        + stated.scan().uid()
        + ") of a cluster of version "
        + stated.cluster().version()
        + ", by "
        + stated.product().version()
        + " of the image "
        + stated.product().image()
        + ". "
        + (stated.previous() == null
            ? "It follows no statement."
            : "It follows the statement with the SHA-256 " + stated.previous().sha256() + ".");
  }

  private static Check same(String what, @Nullable Object found, Object signed) {
    return Objects.equals(found, signed)
        ? Check.verified(what, signed + ".")
        : Check.notVerified(what, "The report has " + found + ", and " + signed + " was signed.");
  }

  /** All that a summary has, in words. */
  private static String counts(@Nullable Summary counts) {
    return counts == null
        ? "none"
        : String.format(
            Locale.ROOT,
            "pass %d, fail %d, manual %d, not applicable %d, error %d, waived %d, score %s",
            counts.pass(),
            counts.fail(),
            counts.manual(),
            counts.notApplicable(),
            counts.error(),
            counts.waived(),
            counts.score());
  }

  private static Check verdicts(ComplianceReportStatus status, Predicate stated) {
    if (stated.verdicts().isEmpty() && !status.controls().isEmpty()) {
      return Check.notChecked(
          "Verdicts", "They had no room in the statement. They are in the digest of the report.");
    }
    Map<String, String> signed = new LinkedHashMap<>();
    for (Verdict verdict : stated.verdicts()) {
      signed.put(verdict.id() + " " + verdict.name(), verdict.status().name());
    }
    List<String> differ = new ArrayList<>();
    for (ControlResult control : status.controls()) {
      String name = control.id() + " " + control.name();
      String was = signed.remove(name);
      if (was == null) {
        differ.add(name + " is in the report, and was not signed");
      } else if (!was.equals(control.status().name())) {
        differ.add(name + " is " + control.status() + ", and " + was + " was signed");
      }
    }
    signed.keySet().forEach(name -> differ.add(name + " was signed, and is not in the report"));
    return differ.isEmpty()
        ? Check.verified("Verdicts", "Of " + stated.verdicts().size() + " controls.")
        : Check.notVerified("Verdicts", named(differ));
  }

  /** The first of several, in one sentence. */
  static String named(List<String> differences) {
    return Listed.first(differences, MAX_NAMED, "; ") + ".";
  }

  private static Check history(ComplianceReportStatus status, Place signed) {
    HistoryChain.Links links = HistoryChain.links(status.history(), signed);
    if (links instanceof HistoryChain.Links.Broken broken) {
      return Check.notVerified("History", broken.why());
    }
    HistoryChain.Links.Whole whole = (HistoryChain.Links.Whole) links;
    return Check.verified(
        "History",
        "Entries that each follow the one before: "
            + whole.linked()
            + ", the newest is number "
            + signed.sequence()
            + " of its chain."
            + (whole.unlinked() == 0
                ? ""
                : " Older ones, from before the chain, which nothing links: "
                    + whole.unlinked()
                    + "."));
  }

  private static Check whole(Signed signed) {
    return signed.isAsSigned()
        ? Check.verified("Whole report", "Every field of its status is as it was signed.")
        : Check.notVerified(
            "Whole report",
            "Its status is not what was signed: its digest is "
                + signed.digest()
                + ", and "
                + signed.statement().predicate().report().digest().sha256()
                + " was signed. Give the report as it is in the cluster, with all of its controls.");
  }
}
