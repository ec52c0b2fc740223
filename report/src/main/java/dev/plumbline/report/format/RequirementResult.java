package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One requirement of a report's benchmark. A benchmark may give one control several numbers, and a
 * report has one result for each control: here each number has it.
 *
 * @param number in the benchmark
 * @param requirement what the benchmark says about it; of a control without a benchmark that
 *     Plumbline ships, only the control
 * @param control its words; empty where only the report has them
 * @param result empty where the scan did not select it
 * @param status of the result, for a reader who closes what has one; empty without a result
 */
record RequirementResult(
    String number,
    Requirement requirement,
    Optional<Control> control,
    Optional<ControlResult> result,
    Optional<Status> status) {

  private static RequirementResult of(
      String number,
      Requirement requirement,
      Optional<Control> control,
      Optional<ControlResult> result,
      ReviewedStatus reviewed) {
    return new RequirementResult(
        number, requirement, control, result, result.map(found -> reviewed.of(found, control)));
  }

  /** Every requirement of the benchmark, in its order. */
  static List<RequirementResult> of(ComplianceReportStatus report, Catalogue catalogue) {
    Map<String, ControlResult> results = new HashMap<>();
    report.controls().forEach(result -> results.put(result.name(), result));
    Optional<Benchmark> benchmark =
        Optional.ofNullable(report.benchmark()).flatMap(catalogue::benchmark);
    ReviewedStatus reviewed = new ReviewedStatus(report);
    List<RequirementResult> all = new ArrayList<>();
    if (benchmark.isPresent()) {
      benchmark
          .get()
          .requirements()
          .forEach(
              (number, requirement) ->
                  all.add(
                      of(
                          number,
                          requirement,
                          catalogue.named(requirement.control()),
                          Optional.ofNullable(results.get(requirement.control())),
                          reviewed)));
    } else {
      for (ControlResult result : report.controls()) {
        all.add(
            of(
                result.id(),
                Requirement.of(result.name()),
                catalogue.named(result.name()),
                Optional.of(result),
                reviewed));
      }
    }
    return List.copyOf(all);
  }

  String title() {
    return result
        .map(ControlResult::title)
        .or(() -> control.map(Control::title))
        .orElse(requirement.control());
  }

  /** The severity in the three steps that STIGs and XCCDF have: high, medium and low. */
  String severity() {
    Severity severity =
        requirement
            .severity()
            .or(() -> result.map(ControlResult::severity))
            .or(() -> control.map(Control::severity))
            .orElse(Severity.medium);
    return switch (severity) {
      case critical, high -> Severity.high.name();
      case medium -> Severity.medium.name();
      case low -> Severity.low.name();
    };
  }

  /** What was found, a paragraph for each outcome. */
  String details() {
    return result.stream()
        .flatMap(found -> found.findings().stream())
        .map(RequirementResult::detail)
        .collect(Collectors.joining("\n\n"));
  }

  static String detail(NodeFinding finding) {
    String nodes = finding.nodes().isEmpty() ? "" : " on " + finding.nodesInWords();
    String places =
        finding.evidence().stream()
            .map(place -> "\n  " + place.file() + ":" + place.line() + " " + place.text())
            .collect(Collectors.joining());
    return finding.status() + nodes + ": " + finding.message() + places;
  }
}
