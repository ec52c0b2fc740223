package dev.plumbline.report.signature;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.signature.Statement.Predicate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether evidence is what was signed, and comes to the verdicts that were signed. */
public final class EvidenceChecks {

  private final Statement statement;
  private final Predicate stated;
  private final RunEvidence given;

  private EvidenceChecks(Statement statement, RunEvidence given) {
    this.statement = statement;
    this.stated = statement.predicate();
    this.given = given;
  }

  /**
   * Verifies evidence by the statement of a report. Without a statement to believe, nothing.
   *
   * @param catalogue the controls and benchmarks that there are here
   */
  public static List<Check> of(
      ComplianceReportStatus report, VerifyingKey key, RunEvidence given, Catalogue catalogue) {
    if (!(SignedReport.of(report, key) instanceof SignedReport.Signed signed)) {
      return List.of(
          Check.notVerified("Evidence", "Without a statement, nothing says which it has to be."));
    }
    EvidenceChecks digests = new EvidenceChecks(signed.statement(), given);
    List<Check> checks = new ArrayList<>(digests.digests(EvidenceList.of(given.nodes())));
    digests.cluster().ifPresent(checks::add);
    checks.addAll(new VerdictChecks(signed.statement().predicate(), catalogue).of(report, given));
    return List.copyOf(checks);
  }

  private List<Check> digests(EvidenceList list) {
    EvidenceList.Digests found = list.digests();
    List<Check> checks = new ArrayList<>();
    checks.add(
        found.digest().equals(stated.evidence().digest())
            ? Check.verified(
                "Evidence",
                "Distinct ones, with the digests that were signed: " + found.count() + ".")
            : Check.notVerified("Evidence", different(list)));
    checks.add(
        found.nodesDigest().equals(stated.evidence().nodesDigest())
            ? Check.verified(
                "Nodes", "Each has the evidence that was signed for it: " + found.nodes() + ".")
            : Check.notVerified(
                "Nodes",
                "Which node has which evidence, and the version of its kubelet, is not what was"
                    + " signed: there are "
                    + found.nodes()
                    + " nodes, and "
                    + stated.evidence().nodes()
                    + " were signed."));
    return checks;
  }

  private String different(EvidenceList list) {
    Set<String> here = digests(list.subjects());
    Set<String> signed = digests(statement.subject());
    if (stated.clusterObjects() != null) {
      signed.remove(stated.clusterObjects().sha256());
    }
    if (statement.subject().stream().anyMatch(one -> one.name().equals(EvidenceList.NAME))) {
      return here.size() + " are not those " + stated.evidence().count() + " that were signed.";
    }
    Set<String> missing = new TreeSet<>(signed);
    missing.removeAll(here);
    Set<String> added = new TreeSet<>(here);
    added.removeAll(signed);
    List<String> differences = new ArrayList<>();
    missing.forEach(digest -> differences.add(digest + " was signed, and is missing"));
    added.forEach(digest -> differences.add(digest + " was not signed"));
    return ReportChecks.named(differences);
  }

  private static Set<String> digests(List<Statement.Subject> subjects) {
    return subjects.stream()
        .map(one -> one.digest().sha256())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Nothing where the statement has none, which is said with the verdicts. */
  private Optional<Check> cluster() {
    if (stated.clusterObjects() == null) {
      return Optional.empty();
    }
    String signed = stated.clusterObjects().sha256();
    String here = given.cluster().map(RunEvidence.OfCluster::digest).orElse("");
    if (here.equals(signed)) {
      return Optional.of(
          Check.verified(
              "Objects of the cluster", "They are those with the SHA-256 " + here + "."));
    }
    return Optional.of(
        Check.notVerified(
            "Objects of the cluster",
            here.isEmpty()
                ? "Those with the SHA-256 " + signed + " were signed, and are missing."
                : "They have the SHA-256 " + here + ", and " + signed + " was signed."));
  }
}
