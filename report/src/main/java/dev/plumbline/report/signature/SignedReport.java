package dev.plumbline.report.signature;

import dev.plumbline.report.model.ComplianceReportStatus;
import java.util.Optional;

/** Whether a report is what its statement says, and who has signed that. */
public sealed interface SignedReport {

  /** The report has no statement. */
  record Unsigned() implements SignedReport {}

  /**
   * Its statement is not to be believed.
   *
   * @param why a sentence
   */
  record Refused(String why) implements SignedReport {}

  /**
   * The key has signed the statement. Whether the report is what it says, {@link #isAsSigned}
   * tells.
   *
   * @param statement what was signed
   * @param payload the text that it was read from
   * @param digest of the report as it is
   * @param otherSignatures how many signatures of other keys the envelope has
   */
  record Signed(Statement statement, String payload, String digest, int otherSignatures)
      implements SignedReport {

    /** Whether nothing of the report differs from what was signed. */
    public boolean isAsSigned() {
      return statement.predicate().report().digest().sha256().equals(digest);
    }

    /** Of the statement, as the one that follows it names it. */
    Statement.Digest payloadDigest() {
      return new Statement.Digest(Canonical.sha256(payload));
    }
  }

  /** Opens the statement of a report. */
  static SignedReport of(ComplianceReportStatus report, VerifyingKey key) {
    if (report.signedStatement() == null) {
      return new Unsigned();
    }
    Dsse.Opened opened = Dsse.open(report.signedStatement(), Statement.PAYLOAD_TYPE, key);
    if (opened instanceof Dsse.Opened.Refused refused) {
      return new Refused(refused.why());
    }
    Dsse.Opened.Verified verified = (Dsse.Opened.Verified) opened;
    Optional<Statement> statement = StatementJson.read(verified.payload());
    return statement.isEmpty()
        ? new Refused("What was signed is no statement of type " + Statement.PREDICATE_TYPE + ".")
        : new Signed(
            statement.get(),
            verified.payload(),
            Canonical.digest(report),
            verified.otherSignatures());
  }
}
