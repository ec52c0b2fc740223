package dev.plumbline.cli;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The findings in Error as lines for people, each with the file that it is about. One file that
 * can't be read puts every control in Error, and is one line.
 */
final class ErrorLines {

  /** The name of a host root among sources. There is one at most, so that no line names it. */
  static final String HOST = NodeFindings.HOST;

  private ErrorLines() {}

  /**
   * @param told sentences on files that are printed anyway, by the file
   */
  static Set<String> of(List<ControlResult> results, Map<String, List<String>> told) {
    Set<String> lines = new LinkedHashSet<>();
    results.stream()
        .flatMap(result -> result.findings().stream())
        .filter(finding -> finding.status() == Status.Error && !isTold(finding, told))
        .forEach(finding -> places(finding).forEach(place -> lines.add(line(place, finding))));
    return lines;
  }

  /** Whether the report says this of a control that could not be determined. */
  static boolean isIn(List<ControlResult> results, String reason) {
    return results.stream()
        .flatMap(result -> result.findings().stream())
        .filter(finding -> finding.status() == Status.Error)
        .anyMatch(
            finding -> finding.message().startsWith(reason) || reason.endsWith(finding.message()));
  }

  /** Whether a finding has a cause that is printed of its file. */
  private static boolean isTold(NodeFinding finding, Map<String, List<String>> told) {
    return finding.nodes().stream()
        .flatMap(file -> told.getOrDefault(file, List.of()).stream())
        .anyMatch(finding.message()::startsWith);
  }

  private static String line(String place, NodeFinding finding) {
    String file = place.replaceFirst(":\\d+$", "");
    return place.equals(HOST) || finding.message().contains(file)
        ? finding.message()
        : place + ": " + finding.message();
  }

  /** Where it was found; else the files that have it. */
  private static Stream<String> places(NodeFinding finding) {
    List<Evidence> found = finding.evidence();
    if (!found.isEmpty()) {
      return Stream.of(found.get(0).file() + ":" + found.get(0).line());
    }
    return finding.nodes().isEmpty() ? Stream.of(HOST) : finding.nodes().stream();
  }
}
