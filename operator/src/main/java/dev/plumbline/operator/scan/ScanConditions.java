package dev.plumbline.operator.scan;

import dev.plumbline.report.Conditions;
import dev.plumbline.report.model.Condition;
import java.util.List;

/**
 * A scan's conditions, as kstatus reads them. All three are there from the first visit.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">kstatus</a>
 */
final class ScanConditions {

  /** True when the last run has done its work, whatever the verdict. */
  static final String READY = "Ready";

  /** True while a run goes on. */
  static final String RECONCILING = "Reconciling";

  /**
   * True when the scan can't do its work: its spec is wrong, no node is selected, or nodes were not
   * read; and when its spec asks to fail for what was found.
   */
  static final String STALLED = "Stalled";

  private final Conditions conditions;

  ScanConditions(Conditions conditions) {
    this.conditions = conditions;
  }

  /** The spec asks for something that there is not. */
  List<Condition> invalid(String field, String why) {
    return stalled("InvalidSpec", "spec." + field + ": " + why);
  }

  /** The selector takes no node. */
  List<Condition> noNodes() {
    return stalled("NoNodesSelected", "spec.nodeSelector takes no node of this cluster");
  }

  /** The run is over, and some nodes could not be read. */
  List<Condition> nodesNotRead(String message) {
    return stalled("NodesNotRead", message);
  }

  /** The run did its work, and the spec asks to fail for what it found. */
  List<Condition> notCompliant(String message) {
    return stalled("NotCompliant", message);
  }

  /** Nodes are being read; the message says what holds them up. */
  List<Condition> scanning(String message) {
    return List.of(
        conditions.of(READY, "False", "Scanning", message),
        conditions.of(RECONCILING, "True", "Scanning", message),
        conditions.of(STALLED, "False", "Scanning", "nothing keeps the scan from its work"));
  }

  /** Every node was read. */
  List<Condition> done(String message) {
    return List.of(
        conditions.of(READY, "True", "Scanned", message),
        conditions.of(RECONCILING, "False", "Scanned", "no run is under way"),
        conditions.of(STALLED, "False", "Scanned", "nothing keeps the scan from its work"));
  }

  /** A benchmark of one's own can be used. */
  List<Condition> compiled(int controls) {
    String message = controls + (controls == 1 ? " control" : " controls");
    return List.of(
        conditions.of(READY, "True", "Compiled", message),
        conditions.of(RECONCILING, "False", "Compiled", message),
        conditions.of(STALLED, "False", "Compiled", "nothing is wrong with it"));
  }

  /** A benchmark of one's own has errors. */
  List<Condition> broken(String errors) {
    return List.of(
        conditions.of(READY, "False", "InvalidSpec", errors),
        conditions.of(RECONCILING, "False", "InvalidSpec", "it waits for a change of its spec"),
        conditions.of(STALLED, "True", "InvalidSpec", errors));
  }

  private List<Condition> stalled(String reason, String message) {
    return List.of(
        conditions.of(READY, "False", reason, message),
        conditions.of(RECONCILING, "False", reason, "no run is under way"),
        conditions.of(STALLED, "True", reason, message));
  }
}
