package dev.plumbline.report.signature;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.EngineCode;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.NodeVerdicts;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.signature.Statement.Predicate;
import dev.plumbline.report.signature.Statement.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether evidence is what was signed, and comes to the verdicts that were signed. */
public final class EvidenceChecks {

  private final Statement statement;
  private final Predicate stated;
  private final Catalogue catalogue;

  private EvidenceChecks(Statement statement, Catalogue catalogue) {
    this.statement = statement;
    this.stated = statement.predicate();
    this.catalogue = catalogue;
  }

  /**
   * Verifies evidence by the statement of a report. Without a statement to believe, nothing.
   *
   * @param nodes which evidence each node has, by the digest of the bytes that it was read from
   * @param readings that evidence, whose digests somebody has compared
   * @param catalogue the controls and benchmarks that there are here
   */
  public static List<Check> of(
      ComplianceReportStatus report,
      VerifyingKey key,
      Collection<NodeEvidence> nodes,
      Stream<NodeReading.Collected> readings,
      Catalogue catalogue) {
    return SignedReport.of(report, key) instanceof SignedReport.Signed signed
        ? new EvidenceChecks(signed.statement(), catalogue)
            .checks(report, EvidenceList.of(nodes), readings)
        : List.of(
            Check.notVerified("Evidence", "Without a statement, nothing says which it has to be."));
  }

  private List<Check> checks(
      ComplianceReportStatus report, EvidenceList list, Stream<NodeReading.Collected> readings) {
    List<Check> checks = new ArrayList<>(digests(list));
    Optional<Selection.Chosen> controls = selected(report);
    if (controls.isEmpty()) {
      checks.add(
          Check.notVerified(
              "Verdicts of nodes",
              "This Plumbline does not have the benchmark "
                  + stated.benchmark().name()
                  + " with these controls, so that the evidence was not evaluated."
                  + otherProduct()));
      return checks;
    }
    checks.add(evaluated(controls.get(), readings));
    checks.addAll(approved());
    long ofCluster =
        controls.get().controls().stream().filter(control -> control.isOfCluster()).count();
    if (ofCluster > 0) {
      checks.add(
          Check.notChecked(
              "Controls about the cluster",
              ofCluster
                  + " are about objects of the cluster, which are no evidence of a node. The"
                  + " signature alone stands for their verdicts."));
    }
    return checks;
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
    return subjects.stream().map(one -> one.digest().sha256()).collect(Collectors.toSet());
  }

  /** The controls of the report, with the parameters that the benchmark gives them here. */
  private Optional<Selection.Chosen> selected(ComplianceReportStatus report) {
    Set<String> names = new HashSet<>();
    stated.verdicts().forEach(verdict -> names.add(verdict.name()));
    if (names.isEmpty()) {
      report.controls().stream().map(ControlResult::name).forEach(names::add);
    }
    return Selection.of(
                catalogue,
                Optional.of(stated.benchmark().name()),
                List.copyOf(new TreeSet<>(names)),
                List.of())
            instanceof Selection.Chosen chosen
        ? Optional.of(chosen)
        : Optional.empty();
  }

  private Check evaluated(Selection.Chosen controls, Stream<NodeReading.Collected> readings) {
    RunEvaluator evaluator = RunEvaluator.of(List.of(controls));
    readings.forEach(evaluator::add);
    NodeVerdicts found = evaluator.nodeVerdicts(controls);
    if (found.digest().equals(stated.nodeVerdicts().sha256())) {
      return Check.verified(
          "Verdicts of nodes",
          "The evidence, evaluated again, comes to the same on every node: "
              + found.byControl().size()
              + " controls.");
    }
    List<String> differences = new ArrayList<>();
    for (Verdict verdict : stated.verdicts()) {
      Map<Status, Integer> here = found.byControl().getOrDefault(verdict.name(), Map.of());
      if (!here.equals(verdict.nodes())) {
        differences.add(
            verdict.id()
                + " "
                + verdict.name()
                + " comes to "
                + here
                + ", and "
                + verdict.nodes()
                + " was signed");
      }
    }
    return Check.notVerified(
        "Verdicts of nodes",
        "The evidence, evaluated again, comes to something else"
            + (differences.isEmpty()
                ? " on some nodes, with the same counts."
                : ": " + ReportChecks.named(differences))
            + otherProduct());
  }

  /** Why another Plumbline may come to other verdicts; empty when this is the same. */
  private String otherProduct() {
    return catalogue.digest().equals(stated.product().catalogue())
            && EngineCode.digest().equals(stated.product().engine())
        ? ""
        : " It was evaluated by "
            + stated.product().version()
            + " ("
            + stated.product().image()
            + "), whose controls or code differ from those here: use that version.";
  }

  /** A waiver or an attestation gives a control another status than its findings. */
  private List<Check> approved() {
    List<String> others =
        stated.verdicts().stream()
            .filter(verdict -> !verdict.nodes().isEmpty())
            .filter(verdict -> worst(verdict.nodes()) != verdict.status())
            .map(verdict -> verdict.id() + " " + verdict.name() + " (" + verdict.status() + ")")
            .toList();
    return others.isEmpty()
        ? List.of()
        : List.of(
            Check.notChecked(
                "Waivers and attestations",
                "The status does not follow from the evidence alone, and the signature stands for"
                    + " it: "
                    + ReportChecks.named(others)));
  }

  private static Status worst(Map<Status, Integer> counts) {
    return Status.WORST_FIRST.stream()
        .filter(counts::containsKey)
        .findFirst()
        .orElse(Status.NotApplicable);
  }
}
