package dev.plumbline.report.signature;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.EngineCode;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ClusterVerdicts;
import dev.plumbline.report.NodeVerdicts;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.signature.Statement.Predicate;
import dev.plumbline.report.signature.Statement.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Evaluates evidence again, and compares what it comes to with what was signed. */
final class VerdictChecks {

  private static final String OF_NODES = "Verdicts of nodes";
  private static final String OF_CLUSTER = "Controls about the cluster";

  private final Predicate stated;
  private final Catalogue catalogue;

  VerdictChecks(Predicate stated, Catalogue catalogue) {
    this.stated = stated;
    this.catalogue = catalogue;
  }

  List<Check> of(ComplianceReportStatus report, RunEvidence given) {
    Rules rules = rules(given);
    if (rules instanceof Rules.Missing missing) {
      return List.of(Check.notVerified(OF_NODES, missing.why() + otherProduct()));
    }
    Optional<Selection.Chosen> selected = selected(report, ((Rules.Known) rules).catalogue());
    if (selected.isEmpty()) {
      return List.of(
          Check.notVerified(
              OF_NODES,
              "This Plumbline does not have the benchmark "
                  + stated.benchmark().name()
                  + " with these controls, so that the evidence was not evaluated."
                  + otherProduct()));
    }
    Selection.Chosen controls = selected.get();
    RunEvaluator evaluator = RunEvaluator.of(List.of(controls));
    given.readings().forEach(evaluator::add);
    List<Check> checks = new ArrayList<>();
    checks.add(ofNodes(evaluator.nodeVerdicts(controls)));
    if (controls.controls().stream().anyMatch(Control::isOfCluster)) {
      checks.add(ofCluster(controls, evaluator, given));
    }
    checks.addAll(approved());
    return checks;
  }

  /** By what the evidence is evaluated again. */
  private sealed interface Rules {

    /** The shipped controls, with the definition that was signed where there is one. */
    record Known(Catalogue catalogue) implements Rules {}

    /**
     * The definition is not here, or can't be used.
     *
     * @param why a sentence
     */
    record Missing(String why) implements Rules {}
  }

  private Rules rules(RunEvidence given) {
    if (stated.benchmark().definition() == null) {
      return new Rules.Known(catalogue);
    }
    String digest = stated.benchmark().definition().sha256();
    BenchmarkDefinition definition = given.definitions().get(digest);
    if (definition == null) {
      return new Rules.Missing(
          "The definition of the benchmark "
              + stated.benchmark().name()
              + " with the SHA-256 "
              + digest
              + " was signed, and is not with the evidence, so that it was not evaluated.");
    }
    TailoredBenchmark made = TailoredBenchmark.of(catalogue, definition.name(), definition.spec());
    return made instanceof TailoredBenchmark.Ready ready
        ? new Rules.Known(ready.catalogue())
        : new Rules.Missing(
            "The definition of the benchmark has errors here: "
                + String.join("; ", ((TailoredBenchmark.Broken) made).errors())
                + ".");
  }

  /** The controls of the report, with the parameters that the benchmark gives them. */
  private Optional<Selection.Chosen> selected(ComplianceReportStatus report, Catalogue rules) {
    Set<String> names = new HashSet<>();
    stated.verdicts().forEach(verdict -> names.add(verdict.name()));
    if (names.isEmpty()) {
      report.controls().stream().map(ControlResult::name).forEach(names::add);
    }
    return Selection.of(
                rules,
                Optional.of(stated.benchmark().name()),
                List.copyOf(new TreeSet<>(names)),
                List.of())
            instanceof Selection.Chosen chosen
        ? Optional.of(chosen)
        : Optional.empty();
  }

  private Check ofNodes(NodeVerdicts found) {
    if (found.digest().equals(stated.nodeVerdicts().sha256())) {
      return Check.verified(
          OF_NODES,
          "The evidence, evaluated again, comes to the same on every node: "
              + found.byControl().size()
              + " controls.");
    }
    List<String> differences = new ArrayList<>();
    for (Verdict verdict : stated.verdicts()) {
      Map<Status, Integer> here = found.byControl().getOrDefault(verdict.name(), Map.of());
      if (!here.equals(verdict.nodes())) {
        differences.add(difference(verdict, here.toString(), verdict.nodes().toString()));
      }
    }
    return Check.notVerified(
        OF_NODES,
        "The evidence, evaluated again, comes to something else"
            + (differences.isEmpty()
                ? " on some nodes, with the same counts."
                : ": " + ReportChecks.named(differences))
            + otherProduct());
  }

  private static String difference(Verdict verdict, String here, String signed) {
    return verdict.id()
        + " "
        + verdict.name()
        + " comes to "
        + here
        + ", and "
        + signed
        + " was signed";
  }

  /** Pod Security depends on nodes too: what the API servers' own configuration enforces. */
  private Check ofCluster(Selection.Chosen controls, RunEvaluator evaluator, RunEvidence given) {
    long number = controls.controls().stream().filter(Control::isOfCluster).count();
    if (stated.clusterObjects() == null || stated.clusterVerdicts() == null) {
      return Check.notChecked(
          OF_CLUSTER,
          number
              + " are about objects of the cluster, and what these were is not in the statement:"
              + " the operator did not keep it, or is of an earlier version. The signature alone"
              + " stands for their verdicts.");
    }
    if (given.cluster().isEmpty()) {
      return Check.notVerified(
          OF_CLUSTER, number + " were not evaluated: the objects of the cluster are missing.");
    }
    ClusterVerdicts found =
        evaluator.with(given.cluster().get().reading()).clusterVerdicts(controls);
    if (found.digest().equals(stated.clusterVerdicts().sha256())) {
      return Check.verified(
          OF_CLUSTER,
          "The objects, evaluated again, come to the same: "
              + found.byControl().size()
              + " controls.");
    }
    List<String> differences = new ArrayList<>();
    for (Verdict verdict : stated.verdicts()) {
      String here = String.valueOf(found.byControl().get(verdict.name()));
      String signed = String.valueOf(verdict.cluster());
      if (!here.equals(signed)) {
        differences.add(difference(verdict, here, signed));
      }
    }
    return Check.notVerified(
        OF_CLUSTER,
        "The objects, evaluated again, come to something else"
            + (differences.isEmpty() ? "." : ": " + ReportChecks.named(differences))
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
            .filter(verdict -> before(verdict).filter(one -> one != verdict.status()).isPresent())
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

  /** The status of a control by its evidence alone, as it was signed. */
  private static Optional<Status> before(Verdict verdict) {
    return verdict.nodes().isEmpty()
        ? Optional.ofNullable(verdict.cluster())
        : Status.WORST_FIRST.stream().filter(verdict.nodes()::containsKey).findFirst();
  }
}
