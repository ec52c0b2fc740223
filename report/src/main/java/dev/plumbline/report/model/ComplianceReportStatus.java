package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer: each control, with what was found on which nodes and how to mend it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceReportStatus(
    @JsonPropertyDescription("Ready, and Compliant: True, False or Unknown, naming the controls.")
        List<Condition> conditions,
    @Nullable @JsonPropertyDescription("The benchmark that the nodes were judged by.")
        String benchmark,
    @Nullable @JsonPropertyDescription("The run that this is the answer of.") String run,
    @Nullable @JsonPropertyDescription("When the nodes were read.") String lastScanTime,
    @Nullable
        @JsonPropertyDescription(
            "When that was last judged: later than lastScanTime when only waivers, attestations or"
                + " controls have changed since.")
        String lastEvaluationTime,
    @Nullable @JsonPropertyDescription("How many controls have each status.") Summary summary,
    @JsonPropertyDescription("How many nodes were asked.")
        ComplianceScanStatus.@Nullable Nodes nodes,
    @JsonPropertyDescription("Every control of the benchmark that was judged.")
        List<ControlResult> controls,
    @JsonPropertyDescription(
            "The judgements before, newest first, the one above among them; spec.historyLimit says how"
                + " many.")
        List<HistoryEntry> history) {

  @SuppressWarnings("ConstantValue")
  public ComplianceReportStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    controls = controls == null ? List.of() : List.copyOf(controls);
    history = history == null ? List.of() : List.copyOf(history);
  }

  /** Whether it is Compliant: True, False or Unknown. */
  public String compliant() {
    return conditions.stream()
        .filter(condition -> condition.type().equals("Compliant"))
        .map(Condition::status)
        .findFirst()
        .orElse("Unknown");
  }

  /** The same with another history. */
  public ComplianceReportStatus withHistory(List<HistoryEntry> entries) {
    return new ComplianceReportStatus(
        conditions,
        benchmark,
        run,
        lastScanTime,
        lastEvaluationTime,
        summary,
        nodes,
        controls,
        entries);
  }

  /** The same with other controls. */
  public ComplianceReportStatus withControls(List<ControlResult> results) {
    return new ComplianceReportStatus(
        conditions,
        benchmark,
        run,
        lastScanTime,
        lastEvaluationTime,
        summary,
        nodes,
        results,
        history);
  }

  /** Before the first answer. */
  public static ComplianceReportStatus waiting(List<Condition> conditions) {
    return new ComplianceReportStatus(
        conditions, null, null, null, null, null, null, List.of(), List.of());
  }

  /** One judgement, and how it differs from the one before. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record HistoryEntry(
      @JsonPropertyDescription("The run that it is of.") String run,
      @JsonPropertyDescription("When it was judged.") String time,
      @Nullable @JsonPropertyDescription("The benchmark that it was judged by.") String benchmark,
      @JsonPropertyDescription("Whether it was Compliant: True, False or Unknown.")
          String compliant,
      @Nullable @JsonPropertyDescription("How many controls had each status.") Summary summary,
      @JsonPropertyDescription("Controls whose status is another than in the judgement before.")
          List<Change> changes) {

    @SuppressWarnings("ConstantValue")
    public HistoryEntry {
      changes = changes == null ? List.of() : List.copyOf(changes);
    }
  }

  /** A control whose status changed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Change(
      @JsonPropertyDescription("The control's number in the benchmark.") String id,
      @JsonPropertyDescription("The control's stable name.") String name,
      @Nullable @JsonPropertyDescription("The status before; absent when it is new.") Status from,
      @Nullable @JsonPropertyDescription("The status then; absent when it is gone.") Status to,
      @JsonPropertyDescription("Whether that is better, worse, or neither.") Trend trend) {}

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
              "Per cent of the controls with a verdict that pass, rounded down; Error counts against it."
                  + " Absent when no control has a verdict.")
          Integer score) {}

  /** One control over all nodes. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ControlResult(
      @JsonPropertyDescription("The control's number in the benchmark.") String id,
      @JsonPropertyDescription("The control's stable name.") String name,
      @JsonPropertyDescription("The state that should hold.") String title,
      Severity severity,
      @JsonPropertyDescription("The worst status of its findings.") Status status,
      @JsonPropertyDescription("How to mend it, in words.") String remediation,
      @JsonPropertyDescription("What was found; nodes with the same outcome share one.")
          List<NodeFinding> findings) {

    public ControlResult {
      findings = List.copyOf(findings);
    }
  }

  /** One outcome, and the nodes that have it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record NodeFinding(
      Status status,
      @JsonPropertyDescription("Why, in one word for machines.") Reason reason,
      @JsonPropertyDescription("What was seen and what follows.") String message,
      @JsonPropertyDescription(
              "The first of the nodes, by name; none when it is about the cluster.")
          List<String> nodes,
      @JsonPropertyDescription("How many nodes have this outcome.") int nodeCount,
      @JsonPropertyDescription("Where it was seen.") List<Evidence> evidence,
      @JsonPropertyDescription("Changes that, applied on each of the nodes, make the control pass.")
          List<FilePatch> patches,
      @JsonPropertyDescription("Commands that, run as root on each of the nodes, make it pass.")
          List<String> commands) {

    @SuppressWarnings("ConstantValue")
    public NodeFinding {
      commands = commands == null ? List.of() : List.copyOf(commands);
      nodes = List.copyOf(nodes);
      evidence = List.copyOf(evidence);
      patches = List.copyOf(patches);
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
      @JsonPropertyDescription("A unified diff, for 'patch -p1' in the node's root folder.")
          String diff) {}
}
