package dev.plumbline.report;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.Condition;
import java.util.List;
import java.util.stream.Collectors;

/** A report's conditions, and when each has which status. */
public final class ComplianceConditions {

  /** True once a run has written its answer. */
  public static final String READY = "Ready";

  /**
   * True when every control with a verdict passes; False when one fails; Unknown when one could not
   * be told, or none applied anywhere.
   */
  public static final String COMPLIANT = "Compliant";

  /** True when the benchmark was asked for, or was written for a cluster such as this. */
  public static final String BENCHMARK_MATCHES = "BenchmarkMatches";

  /** False when a waiver has expired, or nothing fails that it could accept. */
  public static final String WAIVERS_IN_EFFECT = "WaiversInEffect";

  private ComplianceConditions() {}

  static List<Condition> of(
      List<ControlResult> controls,
      int nodes,
      String doubt,
      Waivers.Standing waivers,
      Conditions conditions) {
    return List.of(
        doubt.isEmpty()
            ? conditions.of(
                BENCHMARK_MATCHES, "True", "Matches", "it was asked for, or is the cluster's own")
            : conditions.of(BENCHMARK_MATCHES, "False", "NewestTaken", doubt),
        compliant(controls, conditions),
        conditions.of(
            READY,
            "True",
            "Scanned",
            nodes + (nodes == 1 ? " node was" : " nodes were") + " judged"),
        waivers(waivers, conditions));
  }

  private static Condition waivers(Waivers.Standing standing, Conditions conditions) {
    if (standing instanceof Waivers.Standing.Idle idle) {
      return conditions.of(
          WAIVERS_IN_EFFECT, "False", idle.reason(), String.join("; ", idle.sentences()));
    }
    return standing instanceof Waivers.Standing.InEffect some
        ? conditions.of(
            WAIVERS_IN_EFFECT,
            "True",
            "AllInEffect",
            some.count() == 1 ? "1 waiver counts" : some.count() + " waivers count")
        : conditions.of(WAIVERS_IN_EFFECT, "True", "NoWaivers", "the scan has no waivers");
  }

  /** Before the first answer. */
  public static List<Condition> waiting(Conditions conditions) {
    return List.of(
        conditions.of(COMPLIANT, "Unknown", "Scanning", "no node has been judged yet"),
        conditions.of(READY, "False", "Scanning", "the first run is under way"));
  }

  private static Condition compliant(List<ControlResult> controls, Conditions conditions) {
    if (has(Status.Fail, controls)) {
      return conditions.of(
          COMPLIANT, "False", "ControlsFail", "failing: " + named(Status.Fail, controls));
    }
    if (has(Status.Error, controls)) {
      return conditions.of(
          COMPLIANT,
          "Unknown",
          "ControlsInError",
          "could not be told: " + named(Status.Error, controls));
    }
    if (has(Status.Waived, controls)) {
      return conditions.of(
          COMPLIANT,
          "True",
          "ControlsPassOrWaived",
          "every control that applies passes or is waived; waived: "
              + named(Status.Waived, controls));
    }
    if (!has(Status.Pass, controls)) {
      return conditions.of(
          COMPLIANT, "Unknown", "NothingApplied", "no control applied to any of the nodes");
    }
    return conditions.of(COMPLIANT, "True", "ControlsPass", "every control that applies passes");
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
