package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a scan. Its conditions are read by kstatus, so Argo CD and Flux show the right
 * health.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceScanStatus(
    @Nullable @JsonPropertyDescription("The generation of the spec that this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready, Reconciling, Stalled and Compliant, each with a reason.")
        List<Condition> conditions,
    @Nullable @JsonPropertyDescription("The current run, or the last one.") Run run,
    @Nullable
        @JsonPropertyDescription("How many nodes the run has, and how many of them were evaluated.")
        Nodes nodes,
    @Nullable @JsonPropertyDescription("When the oldest evidence in the reports was collected.")
        String lastScanTime,
    @Nullable @JsonPropertyDescription("When the schedule starts the next run.")
        String nextScanTime,
    @Nullable
        @JsonPropertyDescription(
            "The ComplianceReport with the result; absent when spec.benchmarks is set: see reports.")
        String report,
    @JsonPropertyDescription("The ComplianceReport of each benchmark, with its result.")
        @Size(max = ComplianceScanSpec.MAX_BENCHMARKS)
        List<BenchmarkReport> reports) {

  @SuppressWarnings("ConstantValue")
  public ComplianceScanStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  /** What the report on a benchmark came to. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record BenchmarkReport(
      @JsonPropertyDescription("The ComplianceReport.") String name,
      @JsonPropertyDescription("The benchmark that was evaluated.") String benchmark,
      @JsonPropertyDescription("Whether it is Compliant: True, False or Unknown.") String compliant,
      @JsonPropertyDescription("How many controls have each status.")
          ComplianceReportStatus.@Nullable Summary summary,
      @Nullable
          @JsonPropertyDescription(
              "A digest of the report's status; when the report has another one, somebody has"
                  + " edited it, and it is written again.")
          String digest) {}

  /** One evaluation of all selected nodes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Run(
      @JsonPropertyDescription("The run's identifier; its Jobs have it as a label.") String id,
      @JsonPropertyDescription("The generation of the spec that it was started for.")
          long generation,
      @Nullable
          @JsonPropertyDescription("The value of the rescan annotation that it was started for.")
          String rescan,
      @JsonPropertyDescription("What it was started for.") Cause cause,
      @Nullable
          @JsonPropertyDescription(
              "A digest of the control plane's static pods when the run was started.")
          String staticPods,
      @JsonPropertyDescription("When it was started.") String startTime,
      @Nullable
          @JsonPropertyDescription(
              "When the last node was read; absent while the run is in progress.")
          String completionTime,
      @Nullable
          @JsonPropertyDescription(
              "A digest of the controls, waivers and attestations of the last evaluation.")
          String rulesDigest,
      @JsonPropertyDescription(
              "The API servers that are known to the run, with the source Live or Probe: as they"
                  + " were when it was started, and those that became known later.")
          @JsonInclude(JsonInclude.Include.NON_EMPTY)
          @Size(max = MAX_API_SERVERS)
          List<RunningApiServer> apiServers) {

    /** Some 150 bytes each. */
    public static final int MAX_API_SERVERS = 16;

    /** What a run is started for. */
    public enum Cause {
      /** The scan is new, or selects other nodes. */
      SpecChanged,
      /** The annotation plumbline.dev/rescan has a new value. */
      RescanRequested,
      Scheduled,
      StaticPodChanged,
      /** The process of an API server is another one. */
      ComponentRestarted,
      /** An API server has another configuration in force, without a restart. */
      ConfigurationReloaded
    }

    @SuppressWarnings("ConstantValue")
    public Run {
      cause = cause == null ? Cause.SpecChanged : cause;
      apiServers = apiServers == null ? List.of() : List.copyOf(apiServers);
    }

    /** A run to which no API server is known. */
    public Run(
        String id,
        long generation,
        @Nullable String rescan,
        Cause cause,
        @Nullable String staticPods,
        String startTime,
        @Nullable String completionTime,
        @Nullable String rulesDigest) {
      this(
          id,
          generation,
          rescan,
          cause,
          staticPods,
          startTime,
          completionTime,
          rulesDigest,
          List.of());
    }

    /**
     * The same run, once every node was read and evaluated.
     *
     * @param time when; a run that is evaluated again keeps the time at which it ended
     * @param by the digest of the rules
     */
    public Run completed(String time, String by) {
      return with(generation, rescan, completionTime == null ? time : completionTime, by);
    }

    /** The same run for another spec. */
    public Run forGeneration(long other) {
      return with(other, rescan, completionTime, rulesDigest);
    }

    /** The same run, when the annotation that it was started for has another value. */
    public Run withRescan(String value) {
      return value.equals(rescanValue())
          ? this
          : with(generation, value, completionTime, rulesDigest);
    }

    /** The same run, when nodes are still to be read. */
    public Run goingOn() {
      return with(generation, rescan, null, rulesDigest);
    }

    /** The same run, when other API servers are known to it. */
    public Run knowing(List<RunningApiServer> servers) {
      return new Run(
          id,
          generation,
          rescan,
          cause,
          staticPods,
          startTime,
          completionTime,
          rulesDigest,
          servers);
    }

    private Run with(
        long ofGeneration, @Nullable String value, @Nullable String ended, @Nullable String by) {
      return new Run(id, ofGeneration, value, cause, staticPods, startTime, ended, by, apiServers);
    }

    public String recordedRulesDigest() {
      return rulesDigest == null ? "" : rulesDigest;
    }

    public String staticPodsDigest() {
      return staticPods == null ? "" : staticPods;
    }

    public boolean finished() {
      return completionTime != null;
    }

    public String rescanValue() {
      return rescan == null ? "" : rescan;
    }
  }

  /** Counts of nodes. While a run is in progress, the others are still to be read. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Nodes(
      @JsonPropertyDescription("Nodes that the selector matches.") int selected,
      @JsonPropertyDescription("Nodes whose evidence was collected and evaluated.") int evaluated,
      @JsonPropertyDescription("Nodes that could not be read, or cannot run the node pod.")
          int notEvaluated,
      @JsonPropertyDescription("Why nodes were not evaluated, with the first nodes of each reason.")
          List<NotEvaluated> notEvaluatedReasons) {

    @SuppressWarnings("ConstantValue")
    public Nodes {
      notEvaluatedReasons =
          notEvaluatedReasons == null ? List.of() : List.copyOf(notEvaluatedReasons);
    }

    /** Every one of them was evaluated. */
    public static Nodes allEvaluated(int nodes) {
      return new Nodes(nodes, nodes, 0, List.of());
    }

    /** How many nodes were not evaluated for one reason. */
    public int notEvaluatedFor(NotEvaluated.Reason reason) {
      return notEvaluatedReasons.stream()
          .filter(group -> group.reason() == reason)
          .mapToInt(NotEvaluated::count)
          .sum();
    }

    /** How many nodes were not evaluated although reading them was tried. */
    public int triedInVain() {
      return Stream.of(NotEvaluated.Reason.values())
          .filter(NotEvaluated.Reason::wasTried)
          .mapToInt(this::notEvaluatedFor)
          .sum();
    }
  }
}
