package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a control in formats whose readers close what has one: XCCDF, STIG checklists and
 * OSCAL. They have no place for a verdict over the whole report, so what was observed in part only,
 * or not at all, is an Error in each control.
 *
 * @param report what the control is of
 */
record ReviewedStatus(ComplianceReportStatus report) {

  /**
   * The status.
   *
   * @param control empty for one that the catalogue does not have: it may be about anything
   */
  Status of(ControlResult result, Optional<Control> control) {
    boolean holds = result.status() == Status.Pass || result.status() == Status.NotApplicable;
    return holds && !wasObserved(result, control) ? Status.Error : result.status();
  }

  private boolean wasObserved(ControlResult result, Optional<Control> control) {
    boolean ofCluster = control.filter(Control::isOfCluster).isPresent();
    boolean ofControlPlane = !ofCluster && control.map(ControlPlane::isSubjectOf).orElse(true);
    return (ofCluster || wasEveryNodeRead())
        && (!ofControlPlane || wasControlPlaneRead())
        && (result.status() != Status.NotApplicable || wasLookedFor(result));
  }

  /** Sentences on what was not observed, for the place that a format has for the whole. */
  List<String> remarks() {
    return Stream.concat(
            unreadControlPlane().map(Condition::message).stream(),
            UnevaluatedNodes.of(report).stream().map(UnevaluatedNodes::message))
        .toList();
  }

  private boolean wasEveryNodeRead() {
    return UnevaluatedNodes.areTolerated(report)
        || UnevaluatedNodes.of(report).stream().noneMatch(group -> group.reason().isTransient());
  }

  /** Whether each API server was evaluated that the user runs; files of a repository have none. */
  private boolean wasControlPlaneRead() {
    return unreadControlPlane().isEmpty();
  }

  private Optional<Condition> unreadControlPlane() {
    return report
        .condition(ComplianceConditions.CONTROL_PLANE_OBSERVED)
        .filter(condition -> !condition.holds())
        .filter(
            condition -> !condition.reason().equals(ComplianceConditions.CONTROL_PLANE_NOT_HERE));
  }

  private static boolean wasLookedFor(ControlResult result) {
    return !result.findings().stream()
        .allMatch(finding -> finding.reason() == Reason.DeterminedElsewhere);
  }
}
