package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.model.Condition;
import java.util.List;
import java.util.Set;

/**
 * The conditions of a scan and of a ComplianceBenchmark that kstatus reads. All three are there
 * from the first reconciliation.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">kstatus</a>
 */
final class ScanConditions {

  /**
   * True when the last run has ended and as many nodes were evaluated as the scan requires,
   * whatever was found.
   */
  static final String READY = "Ready";

  /** True while a run is in progress. */
  static final String RECONCILING = "Reconciling";

  /**
   * True when the scan needs a person: its spec is invalid, it selects no node, nodes could not be
   * evaluated, or {@code spec.failOn} rejects what was found.
   */
  static final String STALLED = "Stalled";

  private static final String NO_RUN = "No run is in progress.";
  private static final String NOT_BLOCKED = "The scan is not blocked.";

  /** The reasons of Ready once a run has ended; any other says what held the scan up since. */
  private static final Set<String> OUTCOMES =
      Set.of("Scanned", "NodesNotEvaluated", "NotCompliant");

  private final Conditions conditions;

  ScanConditions(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Whether a scan whose run has ended was held up since, such as by a spec that was invalid. */
  static boolean wasBlocked(ComplianceScan scan) {
    return Condition.of(READY, scan.getStatus().conditions())
        .filter(condition -> !OUTCOMES.contains(condition.reason()))
        .isPresent();
  }

  /** The spec asks for something that does not exist. */
  List<Condition> invalid(String field, String why) {
    return stalled("InvalidSpec", "spec." + field + ": " + why);
  }

  /** The spec says that no run may start, and none ever has. */
  List<Condition> suspended() {
    String message = "spec.suspend is true, and the scan has not run yet.";
    return List.of(
        conditions.of(READY, "True", "Suspended", message),
        conditions.of(RECONCILING, "False", "Suspended", NO_RUN),
        conditions.of(STALLED, "False", "Suspended", NOT_BLOCKED));
  }

  /**
   * The API server refused a request of the operator. Stalled when it will do so until a person
   * changes something.
   */
  List<Condition> refused(Refusal refusal) {
    String reason = refusal.kind().name();
    String message =
        "The API server refused a request of the operator: " + refusal.withRemedy() + ".";
    return refusal.kind().isLasting()
        ? List.of(
            conditions.of(READY, "False", reason, message),
            conditions.of(RECONCILING, "False", reason, "It is tried again every minute."),
            conditions.of(STALLED, "True", reason, message))
        : List.of(
            conditions.of(READY, "False", reason, message),
            conditions.of(RECONCILING, "True", reason, message),
            conditions.of(STALLED, "False", reason, NOT_BLOCKED));
  }

  /** The selector matches no node. */
  List<Condition> noNodes() {
    return stalled("NoNodesSelected", "spec.nodeSelector matches no node of this cluster.");
  }

  /** The run has ended, and more nodes were not evaluated than the scan tolerates. */
  List<Condition> nodesNotEvaluated(String message) {
    return stalled("NodesNotEvaluated", message);
  }

  /** The run has ended, and {@code spec.failOn} rejects what it found. */
  List<Condition> notCompliant(String message) {
    return stalled("NotCompliant", message);
  }

  /** Nodes are being read; the message says what holds them up. */
  List<Condition> scanning(String message) {
    return List.of(
        conditions.of(READY, "False", "Scanning", message),
        conditions.of(RECONCILING, "True", "Scanning", message),
        conditions.of(STALLED, "False", "Scanning", NOT_BLOCKED));
  }

  /** The run has ended, and enough nodes were evaluated. */
  List<Condition> done(String message) {
    return List.of(
        conditions.of(READY, "True", "Scanned", message),
        conditions.of(RECONCILING, "False", "Scanned", NO_RUN),
        conditions.of(STALLED, "False", "Scanned", NOT_BLOCKED));
  }

  /** A ComplianceBenchmark can be used. */
  List<Condition> compiled(int controls) {
    String message = "It has " + controls + (controls == 1 ? " control." : " controls.");
    return List.of(
        conditions.of(READY, "True", "Compiled", message),
        conditions.of(RECONCILING, "False", "Compiled", message),
        conditions.of(STALLED, "False", "Compiled", "The benchmark has no errors."));
  }

  /** A ComplianceBenchmark has errors. */
  List<Condition> broken(String errors) {
    return List.of(
        conditions.of(READY, "False", "InvalidSpec", errors),
        conditions.of(RECONCILING, "False", "InvalidSpec", "It waits for a change of its spec."),
        conditions.of(STALLED, "True", "InvalidSpec", errors));
  }

  private List<Condition> stalled(String reason, String message) {
    return List.of(
        conditions.of(READY, "False", reason, message),
        conditions.of(RECONCILING, "False", reason, NO_RUN),
        conditions.of(STALLED, "True", reason, message));
  }
}
