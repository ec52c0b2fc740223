package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Selects controls by level, section and severity. A control is kept if one of its numbers meets
 * each criterion that is given.
 */
final class RequirementFilter {

  private final List<Integer> levels;
  private final List<String> sections;
  private final List<Severity> severities;
  private final Benchmark benchmark;

  RequirementFilter(ComplianceScanSpec.Controls controls, Benchmark benchmark) {
    this.levels = controls.selectedLevels();
    this.sections = controls.selectedSections();
    this.severities = controls.selectedSeverities();
    this.benchmark = benchmark;
  }

  /** The controls that are kept, or why none can be. */
  Selection applied(Selection.Chosen chosen) {
    if (levels.isEmpty() && sections.isEmpty() && severities.isEmpty()) {
      return chosen;
    }
    Optional<Selection.Unknown> unknown = unknownLevel().or(this::unknownSection);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    List<Control> kept = chosen.controls().stream().filter(this::keeps).toList();
    return kept.isEmpty()
        ? new Selection.Unknown(
            "controls",
            "No control of the benchmark "
                + benchmark.name()
                + " is selected by include, exclude, levels, sections and severities together."
                + " Give fewer of them.")
        : chosen.only(kept);
  }

  private boolean keeps(Control control) {
    return benchmark.requirements().entrySet().stream()
        .filter(entry -> entry.getValue().control().equals(control.name()))
        .anyMatch(
            entry ->
                isOfLevel(entry.getValue())
                    && isOfSection(entry.getKey())
                    && isOfSeverity(entry.getValue().severity().orElse(control.severity())));
  }

  private boolean isOfLevel(Requirement requirement) {
    return levels.isEmpty() || requirement.level().filter(levels::contains).isPresent();
  }

  private boolean isOfSection(String number) {
    return sections.isEmpty() || sections.stream().anyMatch(section -> isWithin(section, number));
  }

  /** Section 4.2 has 4.2.1, and neither 4.20 nor 4. */
  private static boolean isWithin(String section, String number) {
    return number.equals(section) || number.startsWith(section + ".");
  }

  private boolean isOfSeverity(Severity severity) {
    return severities.isEmpty() || severities.contains(severity);
  }

  private Optional<Selection.Unknown> unknownLevel() {
    Set<Integer> stated =
        benchmark.requirements().values().stream()
            .flatMap(requirement -> requirement.level().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return levels.stream()
        .filter(level -> !stated.contains(level))
        .findFirst()
        .map(
            level ->
                new Selection.Unknown(
                    "controls.levels",
                    "The benchmark "
                        + benchmark.name()
                        + " has no control of level "
                        + level
                        + (stated.isEmpty()
                            ? ": its levels are not publicly known."
                            : ". Its levels: "
                                + stated.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                                + ".")));
  }

  private Optional<Selection.Unknown> unknownSection() {
    return sections.stream()
        .filter(
            section ->
                benchmark.requirements().keySet().stream().noneMatch(n -> isWithin(section, n)))
        .findFirst()
        .map(
            section ->
                new Selection.Unknown(
                    "controls.sections",
                    "The benchmark "
                        + benchmark.name()
                        + " has no section \""
                        + section
                        + "\". Its sections: "
                        + knownSections()
                        + "."));
  }

  private String knownSections() {
    return benchmark.requirements().keySet().stream()
        .map(number -> number.contains(".") ? number.substring(0, number.lastIndexOf('.')) : number)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }
}
