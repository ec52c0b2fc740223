package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.Optional;
import java.util.Set;

/**
 * The status of a control in formats whose readers close what has one: XCCDF, STIG checklists and
 * OSCAL. They have no place for a verdict over the whole report, so what was observed in part only,
 * or not at all, is an Error in each control.
 *
 * @param report what the control is of
 */
record ReviewedStatus(ComplianceReportStatus report) {

  /** The condition that says how much of the control plane was evaluated, and what it may say. */
  private static final String CONTROL_PLANE = "ControlPlaneObserved";

  private static final Set<String> NO_CONTROL_PLANE = Set.of("NoneObserved", "NotOnNodes");

  /**
   * The status.
   *
   * @param control empty for one that the catalogue does not have
   */
  Status of(ControlResult result, Optional<Control> control) {
    boolean holds = result.status() == Status.Pass || result.status() == Status.NotApplicable;
    boolean observed = wasEveryNodeRead() || control.filter(Control::isOfCluster).isPresent();
    if (holds && !observed) {
      return Status.Error;
    }
    return result.status() == Status.NotApplicable && !wasLookedFor(result, control)
        ? Status.Error
        : result.status();
  }

  private boolean wasEveryNodeRead() {
    return UnevaluatedNodes.areTolerated(report)
        || UnevaluatedNodes.of(report).stream().noneMatch(group -> group.reason().isTransient());
  }

  private boolean wasLookedFor(ControlResult result, Optional<Control> control) {
    boolean elsewhere =
        result.findings().stream()
            .allMatch(finding -> finding.reason() == Reason.DeterminedElsewhere);
    boolean ofControlPlane =
        control.map(Control::component).filter(ControlPlane.COMPONENTS::contains).isPresent();
    return !elsewhere && !(ofControlPlane && isControlPlaneMissing());
  }

  private boolean isControlPlaneMissing() {
    return report.conditions().stream()
        .anyMatch(
            condition ->
                condition.type().equals(CONTROL_PLANE)
                    && NO_CONTROL_PLANE.contains(condition.reason()));
  }
}
