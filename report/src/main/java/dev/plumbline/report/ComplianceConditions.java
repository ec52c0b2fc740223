package dev.plumbline.report;

import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report's conditions, and when each has which status. */
public final class ComplianceConditions {

  /** True once a run has written its report. */
  public static final String READY = "Ready";

  /**
   * True when every control with a verdict passes or is waived; False when one fails; Unknown when
   * one is in error, none applied anywhere, nothing of the control plane was evaluated, or more
   * nodes were not evaluated than the scan tolerates.
   */
  public static final String COMPLIANT = "Compliant";

  /**
   * True when the benchmark was written for a cluster such as this; False when it was not, and
   * Unknown when nothing names the cluster's release.
   */
  public static final String BENCHMARK_MATCHES = "BenchmarkMatches";

  /** True when every API server was evaluated; False or Unknown when one may not have been. */
  public static final String CONTROL_PLANE_OBSERVED = "ControlPlaneObserved";

  /** The reason of that condition when a provider runs the control plane. */
  public static final String CONTROL_PLANE_NOT_HERE = "NotHere";

  /** The reason of {@link #COMPLIANT} when controls could not be determined. */
  public static final String CONTROLS_IN_ERROR = "ControlsInError";

  /** The reason of {@link #COMPLIANT} when nothing of the control plane was evaluated. */
  public static final String CONTROL_PLANE_NOT_OBSERVED = "ControlPlaneNotObserved";

  /** False when a waiver has expired, is ambiguous, or matches no failure. */
  public static final String WAIVERS_IN_EFFECT = "WaiversInEffect";

  private ComplianceConditions() {}

  /**
   * The conditions of a report.
   *
   * @param selection the controls and their benchmark, with why it is used
   * @param controlPlane empty for files of a repository
   */
  static List<Condition> of(
      List<ControlResult> controls,
      NodesEvaluated nodes,
      Selection.Chosen selection,
      WaiverStatus waivers,
      Optional<ControlPlaneObserved> controlPlane,
      ReleasesEvaluated releases,
      Conditions conditions) {
    return Stream.of(
            Stream.of(
                benchmarkMatches(selection, conditions),
                compliant(controls, nodes, controlPlane, conditions)),
            controlPlane.map(observed -> observed.condition(conditions)).stream(),
            Stream.of(
                nodes.condition(conditions),
                releases.condition(conditions),
                conditions.of(READY, "True", "Scanned", nodes.message()),
                waivers(waivers, nodes, conditions)))
        .flatMap(part -> part)
        .toList();
  }

  private static Condition benchmarkMatches(Selection.Chosen selection, Conditions conditions) {
    BenchmarkFit fit = selection.fit();
    String status =
        switch (fit.reason()) {
          case Matches -> "True";
          case ReleaseUnknown -> "Unknown";
          case BenchmarkNotForRelease,
              BenchmarkNotForDistribution,
              DistributionAmbiguous,
              BenchmarkProvisional ->
              "False";
        };
    String message =
        fit.isMatch()
            ? "The benchmark "
                + selection.benchmark().name()
                + " is used: "
                + selection.basis()
                + "."
            : fit.why();
    return conditions.of(BENCHMARK_MATCHES, status, fit.reason().name(), message);
  }

  private static Condition waivers(
      WaiverStatus status, NodesEvaluated nodes, Conditions conditions) {
    if (status instanceof WaiverStatus.NotInEffect none) {
      return conditions.of(
          WAIVERS_IN_EFFECT,
          "False",
          none.reason(),
          String.join(" ", none.sentences())
              + (nodes.nodes().notEvaluated() == 0
                  ? ""
                  : " Nodes that were not evaluated may have failures that a waiver matches."));
    }
    return status instanceof WaiverStatus.InEffect all
        ? conditions.of(
            WAIVERS_IN_EFFECT,
            "True",
            "AllInEffect",
            all.count() == 1 ? "1 waiver is in effect." : all.count() + " waivers are in effect.")
        : conditions.of(WAIVERS_IN_EFFECT, "True", "NoWaivers", "No waiver applies to the scan.");
  }

  /** Before the first run has ended. */
  public static List<Condition> waiting(Conditions conditions) {
    return List.of(
        conditions.of(COMPLIANT, "Unknown", "Scanning", "No node has been evaluated yet."),
        conditions.of(READY, "False", "Scanning", "The first run is in progress."));
  }

  private static Condition compliant(
      List<ControlResult> controls,
      NodesEvaluated nodes,
      Optional<ControlPlaneObserved> controlPlane,
      Conditions conditions) {
    if (has(Status.Fail, controls)) {
      return conditions.of(
          COMPLIANT, "False", "ControlsFail", "Failing: " + named(Status.Fail, controls) + ".");
    }
    if (controlPlane.filter(ControlPlaneObserved::isMissing).isPresent()) {
      return conditions.of(
          COMPLIANT,
          "Unknown",
          CONTROL_PLANE_NOT_OBSERVED,
          "Nothing of the control plane was evaluated; see the condition "
              + CONTROL_PLANE_OBSERVED
              + ".");
    }
    if (nodes.areTooFew()) {
      return conditions.of(COMPLIANT, "Unknown", "NodesNotEvaluated", nodes.message());
    }
    if (has(Status.Error, controls)) {
      return conditions.of(
          COMPLIANT,
          "Unknown",
          CONTROLS_IN_ERROR,
          "Could not be determined: " + named(Status.Error, controls) + ".");
    }
    if (has(Status.Waived, controls)) {
      return conditions.of(
          COMPLIANT,
          "True",
          "ControlsPassOrWaived",
          "Every control that applies passes or is waived. Waived: "
              + named(Status.Waived, controls)
              + ".");
    }
    if (!has(Status.Pass, controls)) {
      return conditions.of(
          COMPLIANT, "Unknown", "NothingApplied", "No control applied to what was evaluated.");
    }
    return conditions.of(COMPLIANT, "True", "ControlsPass", "Every control that applies passes.");
  }

  private static boolean has(Status status, List<ControlResult> controls) {
    return controls.stream().anyMatch(control -> control.status() == status);
  }

  private static String named(Status status, List<ControlResult> controls) {
    return controls.stream()
        .filter(control -> control.status() == status)
        .map(control -> control.id() + " " + control.name())
        .collect(Collectors.joining(", "));
  }
}
