package dev.plumbline.cli;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that select controls. */
final class RequirementOptions {

  @Option(
      names = "--control",
      paramLabel = "NAME_OR_NUMBER",
      description = "Only this control; may be repeated.")
  private List<String> controls = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "Only controls of this level of the benchmark, 1 or 2; may be repeated.")
  private List<Integer> levels = new ArrayList<>();

  @Option(
      names = "--section",
      paramLabel = "SECTION",
      description = "Only controls of this section of the benchmark, such as 4.2; may be repeated.")
  private List<String> sections = new ArrayList<>();

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      description = "Only controls of this severity: ${COMPLETION-CANDIDATES}; may be repeated.")
  private List<Severity> severities = new ArrayList<>();

  /** A scan's own selection, each part replaced by the options that are given. */
  ComplianceScanSpec.Controls over(ComplianceScanSpec.Controls scan) {
    return new ComplianceScanSpec.Controls(
        controls.isEmpty() ? scan.included() : controls,
        scan.excluded(),
        levels.isEmpty() ? scan.selectedLevels() : levels,
        sections.isEmpty() ? scan.selectedSections() : sections,
        severities.isEmpty() ? scan.selectedSeverities() : severities);
  }

  /** The option for a field of the spec. */
  static String option(String field) {
    return switch (field) {
      case "benchmark" -> "--benchmark";
      case "controls.levels" -> "--level";
      case "controls.sections" -> "--section";
      case "controls" -> "--control, --level, --section, --severity";
      default -> "--control";
    };
  }
}
