package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.ComplianceConditions;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.StatusCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a report comes to, in words. */
final class Verdict {

  private Verdict() {}

  static String of(ComplianceReportStatus report) {
    if (report.isWaiting()) {
      return "No result yet";
    }
    return switch (report.compliant()) {
      case "True" -> "Compliant";
      case "False" -> "Not compliant";
      default -> "Could not be determined";
    };
  }

  /**
   * Sentences that the verdict can't be read without and that no control has: why there is none, or
   * what of the cluster it is not about. Controls that fail or could not be determined are told
   * with what was found.
   */
  static List<String> why(ComplianceReportStatus report) {
    if (report.isWaiting()) {
      return List.of(
          report
              .condition(ComplianceConditions.READY)
              .map(Condition::message)
              .orElse("No run of the scan has ended."));
    }
    List<String> sentences = new ArrayList<>();
    Optional<Condition> controlPlane =
        report
            .condition(ComplianceConditions.CONTROL_PLANE_OBSERVED)
            .filter(condition -> !condition.holds());
    report
        .condition(ComplianceConditions.COMPLIANT)
        .filter(condition -> condition.status().equals("Unknown"))
        .filter(condition -> !condition.reason().equals(ComplianceConditions.CONTROLS_IN_ERROR))
        // Its own condition says more.
        .filter(
            condition ->
                controlPlane.isEmpty()
                    || !condition.reason().equals(ComplianceConditions.CONTROL_PLANE_NOT_OBSERVED))
        .map(Condition::message)
        .ifPresent(sentences::add);
    controlPlane.map(Condition::message).ifPresent(sentences::add);
    return List.copyOf(sentences);
  }

  /**
   * How many controls have each status, the worst first; a status that none has is left out.
   *
   * @param afterFailures what follows the number of controls that fail; may be empty
   */
  static String counts(StatusCounts counts, String afterFailures) {
    List<String> words = new ArrayList<>();
    for (Status status : Status.WORST_FIRST) {
      int count = counts.of(status);
      if (count > 0) {
        words.add(words(status, count) + (status == Status.Fail ? afterFailures : ""));
      }
    }
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  private static String words(Status status, int count) {
    return count
        + switch (status) {
          case Fail -> count == 1 ? " fails" : " fail";
          case Error -> " could not be determined";
          case Manual -> (count == 1 ? " needs" : " need") + " review by a person";
          case Waived -> (count == 1 ? " is" : " are") + " waived";
          case Pass -> count == 1 ? " passes" : " pass";
          case NotApplicable -> (count == 1 ? " is" : " are") + " not applicable";
        };
  }
}
