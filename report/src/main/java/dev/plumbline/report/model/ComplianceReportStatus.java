// Over 250 lines: the types of one resource, with their descriptions in the CRD.
package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plumbline.engine.catalogue.Requirement.Assessment;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result: each control, with what was found on which nodes and how to fix it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceReportStatus(
    @JsonPropertyDescription(
            "Ready, Compliant, BenchmarkMatches, ControlPlaneObserved, NodesEvaluated,"
                + " ReleasesDetermined and WaiversInEffect. Compliant names the controls that fail"
                + " or could not be determined; ControlPlaneObserved has the number of API servers"
                + " that were evaluated, of how many there are; NodesEvaluated has the number of"
                + " nodes that were evaluated, and why others were not; ReleasesDetermined has the"
                + " release that each component was evaluated as, and why. ReportComplete is there"
                + " when the report had to be cut to the size of an object.")
        List<Condition> conditions,
    @Nullable @JsonPropertyDescription("The benchmark that was evaluated.") String benchmark,
    @Nullable @JsonPropertyDescription("The run that this is the result of.") String run,
    @Nullable @JsonPropertyDescription("When the nodes were read.") String lastScanTime,
    @Nullable
        @JsonPropertyDescription(
            "When the evidence was last evaluated: later than lastScanTime when only waivers,"
                + " attestations or controls have changed since.")
        String lastEvaluationTime,
    @Nullable @JsonPropertyDescription("How many controls have each status.") Summary summary,
    @JsonPropertyDescription("How many nodes were evaluated, and why others were not.")
        ComplianceScanStatus.@Nullable Nodes nodes,
    @JsonPropertyDescription("Every control that was evaluated.") List<ControlResult> controls,
    @JsonPropertyDescription(
            "The evaluations, newest first, this one included; spec.historyLimit limits their"
                + " number.")
        List<HistoryEntry> history,
    @Nullable
        @JsonPropertyDescription(
            "What this was evaluated from beside the evidence of nodes, which the operator keeps for"
                + " \"plumbline export --evidence\".")
        Inputs inputs,
    @Nullable
        @JsonPropertyDescription(
            "What the operator has signed: an in-toto statement on all of this status in a DSSE"
                + " envelope. There only when the operator has a key. \"plumbline verify\" verifies"
                + " it.")
        SignedStatement signedStatement) {

  /** That nobody has signed. */
  public ComplianceReportStatus(
      List<Condition> conditions,
      @Nullable String benchmark,
      @Nullable String run,
      @Nullable String lastScanTime,
      @Nullable String lastEvaluationTime,
      @Nullable Summary summary,
      ComplianceScanStatus.@Nullable Nodes nodes,
      List<ControlResult> controls,
      List<HistoryEntry> history) {
    this(
        conditions,
        benchmark,
        run,
        lastScanTime,
        lastEvaluationTime,
        summary,
        nodes,
        controls,
        history,
        null,
        null);
  }

  @SuppressWarnings("ConstantValue")
  public ComplianceReportStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    controls = controls == null ? List.of() : List.copyOf(controls);
    history = history == null ? List.of() : List.copyOf(history);
  }

  /** Whether it is Compliant: True, False or Unknown. */
  public String compliant() {
    return condition("Compliant").map(Condition::status).orElse("Unknown");
  }

  /** Its condition of a type. */
  public Optional<Condition> condition(String type) {
    return Condition.of(type, conditions);
  }

  /** Of a scan whose first run has not ended. It has no controls yet. */
  @JsonIgnore
  public boolean isWaiting() {
    return lastEvaluationTime == null && controls.isEmpty();
  }

  /** How many of its controls have each status. */
  public StatusCounts counts() {
    return StatusCounts.of(controls);
  }

  /**
   * The report on some of its controls, with their counts. Its conditions stay those of all
   * controls.
   */
  public ComplianceReportStatus only(Predicate<ControlResult> wanted) {
    List<ControlResult> results = controls.stream().filter(wanted).toList();
    return with(conditions, Summary.of(results), results, history);
  }

  /** The same with other conditions. */
  public ComplianceReportStatus withConditions(List<Condition> others) {
    return with(others, summary, controls, history);
  }

  /** The same with another history. */
  public ComplianceReportStatus withHistory(List<HistoryEntry> entries) {
    return with(conditions, summary, controls, entries);
  }

  /** The same with controls of which details were left out. */
  public ComplianceReportStatus withControls(List<ControlResult> results) {
    return with(conditions, summary, results, history);
  }

  /** The same with what was signed of it. */
  public ComplianceReportStatus signed(SignedStatement statement) {
    return new ComplianceReportStatus(
        conditions,
        benchmark,
        run,
        lastScanTime,
        lastEvaluationTime,
        summary,
        nodes,
        controls,
        history,
        inputs,
        statement);
  }

  /** The same with what it was evaluated from. */
  public ComplianceReportStatus withInputs(Inputs others) {
    return new ComplianceReportStatus(
        conditions,
        benchmark,
        run,
        lastScanTime,
        lastEvaluationTime,
        summary,
        nodes,
        controls,
        history,
        others,
        null);
  }

  /** The same without a signature: what a signature is about. */
  public ComplianceReportStatus unsigned() {
    return with(conditions, summary, controls, history);
  }

  /** Without a signature, since it is no longer what was signed. */
  private ComplianceReportStatus with(
      List<Condition> otherConditions,
      @Nullable Summary counts,
      List<ControlResult> others,
      List<HistoryEntry> entries) {
    return new ComplianceReportStatus(
        otherConditions,
        benchmark,
        run,
        lastScanTime,
        lastEvaluationTime,
        counts,
        nodes,
        others,
        entries,
        inputs,
        null);
  }

  /**
   * What it was evaluated from beside nodes; nothing that the operator keeps, where it has none.
   */
  public Inputs evaluatedFrom() {
    return inputs == null ? Inputs.NONE : inputs;
  }

  /** Before the first result. */
  public static ComplianceReportStatus waiting(List<Condition> conditions) {
    return new ComplianceReportStatus(
        conditions, null, null, null, null, null, null, List.of(), List.of());
  }

  /** Digests of what is stored: SHA-256 in lower-case hex. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Inputs(
      @Nullable
          @JsonPropertyDescription(
              "The SHA-256 of what controls read of the cluster's objects; absent when no control is"
                  + " about them.")
          String clusterObjects,
      @Nullable
          @JsonPropertyDescription(
              "The SHA-256 of the ComplianceBenchmark; absent for a benchmark that is shipped.")
          String benchmark,
      @Nullable
          @JsonPropertyDescription("Why something of it is not kept; absent when all of it is.")
          String notKept) {

    /** Nothing of it is kept. */
    public static final Inputs NONE = new Inputs(null, null, null);

    /** The digests of what is kept. */
    public Set<String> digests() {
      return Stream.of(Optional.ofNullable(clusterObjects), Optional.ofNullable(benchmark))
          .flatMap(Optional::stream)
          .collect(Collectors.toSet());
    }
  }

  /** One evaluation, and how it differs from the one before. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record HistoryEntry(
      @JsonPropertyDescription("The run that it belongs to.") String run,
      @JsonPropertyDescription("The time of the evaluation.") String time,
      @Nullable @JsonPropertyDescription("The benchmark that was evaluated.") String benchmark,
      @JsonPropertyDescription("Whether it was Compliant: True, False or Unknown.")
          String compliant,
      @Nullable @JsonPropertyDescription("How many controls had each status.") Summary summary,
      @JsonPropertyDescription("Controls whose status differs from the evaluation before.")
          List<Change> changes,
      @Nullable
          @JsonPropertyDescription(
              "How many of the selected nodes were not evaluated; absent when all were.")
          Integer nodesNotEvaluated,
      @Nullable
          @JsonPropertyDescription(
              "From 1, one more than the entry before. There only when the operator has a key.")
          Integer sequence,
      @Nullable
          @JsonPropertyDescription(
              "The SHA-256 of the chain of the entry before, a line feed and this entry as JSON with"
                  + " sorted keys, without sequence and chain. There only when the operator has a"
                  + " key.")
          String chain) {

    /** That no chain links to the entry before. */
    public HistoryEntry(
        String run,
        String time,
        @Nullable String benchmark,
        String compliant,
        @Nullable Summary summary,
        List<Change> changes,
        @Nullable Integer nodesNotEvaluated) {
      this(run, time, benchmark, compliant, summary, changes, nodesNotEvaluated, null, null);
    }

    @SuppressWarnings("ConstantValue")
    public HistoryEntry {
      changes = changes == null ? List.of() : List.copyOf(changes);
    }

    /** The same with its place in a chain. */
    public HistoryEntry linked(int place, String link) {
      return new HistoryEntry(
          run, time, benchmark, compliant, summary, changes, nodesNotEvaluated, place, link);
    }

    /** The same without its place in a chain. */
    public HistoryEntry unlinked() {
      return new HistoryEntry(run, time, benchmark, compliant, summary, changes, nodesNotEvaluated);
    }
  }

  /** A control whose status changed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Change(
      @JsonPropertyDescription("The control's number in the benchmark.") String id,
      @JsonPropertyDescription("The control's stable name.") String name,
      @Nullable @JsonPropertyDescription("The earlier status; absent when the control is new.")
          Status from,
      @Nullable @JsonPropertyDescription("The later status; absent when the control is gone.")
          Status to,
      @JsonPropertyDescription("Whether the control regressed, improved, or neither.")
          Trend trend) {}

  /** Which way a control went. */
  public enum Trend {
    Regressed,
    Improved,
    Other
  }

  /** Counts of controls. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Summary(
      int pass,
      int fail,
      int manual,
      int notApplicable,
      int error,
      int waived,
      @Nullable
          @JsonPropertyDescription(
              "The percentage of the controls in Pass, Fail or Error that pass, rounded down."
                  + " Absent when there are none.")
          Integer score) {

    /** That of some controls. */
    public static Summary of(Collection<ControlResult> controls) {
      StatusCounts counts = StatusCounts.of(controls);
      int evaluated = counts.of(Status.Pass, Status.Fail, Status.Error);
      return new Summary(
          counts.of(Status.Pass),
          counts.of(Status.Fail),
          counts.of(Status.Manual),
          counts.of(Status.NotApplicable),
          counts.of(Status.Error),
          counts.of(Status.Waived),
          evaluated == 0 ? null : 100 * counts.of(Status.Pass) / evaluated);
    }
  }

  /** One control over all nodes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ControlResult(
      @JsonPropertyDescription("The control's number in the benchmark.") String id,
      @JsonPropertyDescription("The control's stable name.") String name,
      @JsonPropertyDescription("The state that should hold.") String title,
      Severity severity,
      @JsonPropertyDescription("The worst status of its findings.") Status status,
      @JsonPropertyDescription("How to fix it.") String remediation,
      @JsonPropertyDescription("What was found; nodes with the same outcome share a finding.")
          List<NodeFinding> findings,
      @Nullable
          @JsonPropertyDescription(
              "The level that the benchmark states for the number; absent when it is not publicly"
                  + " known.")
          Integer level,
      @Nullable
          @JsonPropertyDescription(
              "Whether the benchmark calls the number Automated or Manual; absent when it is not"
                  + " publicly known. The status is Plumbline's own.")
          Assessment assessment) {

    public ControlResult {
      findings = List.copyOf(findings);
    }

    /** Of which the benchmark states neither level nor assessment. */
    public ControlResult(
        String id,
        String name,
        String title,
        Severity severity,
        Status status,
        String remediation,
        List<NodeFinding> findings) {
      this(id, name, title, severity, status, remediation, findings, null, null);
    }

    /** The same with other findings. */
    public ControlResult withFindings(List<NodeFinding> others) {
      return new ControlResult(
          id, name, title, severity, status, remediation, others, level, assessment);
    }
  }

  /** One outcome, and the nodes that have it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodeFinding(
      Status status,
      @JsonPropertyDescription("A machine-readable reason.") Reason reason,
      @JsonPropertyDescription("What was found, and what was expected.") String message,
      @JsonPropertyDescription(
              "The first ten of the nodes, by name; empty when the finding is about the cluster.")
          List<String> nodes,
      @JsonPropertyDescription("How many nodes have this outcome.") int nodeCount,
      @JsonPropertyDescription("Where it was found.") List<Evidence> evidence,
      @JsonPropertyDescription("Changes that, applied on each of the nodes, make the control pass.")
          List<FilePatch> patches,
      @JsonPropertyDescription(
              "Commands that, run as root on each of the nodes, make the control pass.")
          List<String> commands,
      @Nullable
          @JsonPropertyDescription(
              "Whether what the running component says and does is what it is configured to; absent"
                  + " when there was nothing to compare.")
          Comparison comparison) {

    /** Of which nothing was compared. */
    public NodeFinding(
        Status status,
        Reason reason,
        String message,
        List<String> nodes,
        int nodeCount,
        List<Evidence> evidence,
        List<FilePatch> patches,
        List<String> commands) {
      this(status, reason, message, nodes, nodeCount, evidence, patches, commands, null);
    }

    @SuppressWarnings("ConstantValue")
    public NodeFinding {
      commands = commands == null ? List.of() : List.copyOf(commands);
      nodes = List.copyOf(nodes);
      evidence = List.copyOf(evidence);
      patches = List.copyOf(patches);
    }

    /** The nodes that are named, and how many others have it; empty when it is of the cluster. */
    public String nodesInWords() {
      return Listed.of(nodes, nodeCount);
    }

    /** Whether more nodes have it than are named. */
    public boolean leavesOutNodes() {
      return nodeCount > nodes.size();
    }
  }

  /** A place on the node. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Evidence(
      String file,
      @JsonPropertyDescription("From 1.") int line,
      @Nullable @JsonPropertyDescription("From 1; absent where it is the line's first.")
          Integer column,
      String text) {

    /** From 1. */
    public int columnOrFirst() {
      return column == null ? 1 : column;
    }
  }

  /** A change to one file. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FilePatch(
      String file,
      @JsonPropertyDescription("A unified diff, for 'patch -p1' in the node's root directory.")
          String diff) {}
}
