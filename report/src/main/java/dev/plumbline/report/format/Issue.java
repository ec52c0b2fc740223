package dev.plumbline.report.format;

import static java.util.stream.Collectors.joining;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Component;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.FilePatch;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something to be done, told once: the controls that one setting affects, and every place that has
 * it. A setting that violates three controls in two files is one issue with two places.
 *
 * @param status of all its findings
 * @param severity the worst of its controls
 * @param controls what it affects, the worst first; of what could not be determined, in the
 *     benchmark's order
 * @param places where it was found; one at least
 */
record Issue(Status status, Severity severity, List<Affected> controls, List<Place> places) {

  /**
   * A control with all its numbers.
   *
   * @param control as the first of the benchmarks has it
   * @param number with the benchmark where there are several
   */
  record Numbered(ControlResult control, String number) {}

  /**
   * A control of a benchmark.
   *
   * @param benchmark its name; empty when there is only one
   */
  record Affected(String benchmark, ControlResult control) {

    /** Its number, with the benchmark where there are several. */
    String number() {
      return benchmark.isEmpty() ? control.id() : benchmark + " " + control.id();
    }

    /** What it is recognised by. Its findings are not compared: there may be thousands. */
    String key() {
      return number() + " " + control.name();
    }
  }

  /**
   * One cause in one place.
   *
   * @param finding the first of its findings
   * @param messages what was found, each said once
   * @param patches diffs that fix it
   * @param commands commands that fix it
   */
  record Place(
      NodeFinding finding, List<String> messages, List<FilePatch> patches, List<String> commands) {

    boolean hasFix() {
      return !patches.isEmpty() || !commands.isEmpty();
    }

    /** Where it was found, in short: a file with its line, or the nodes. */
    String where() {
      return finding.evidence().isEmpty()
          ? nodes()
          : finding.evidence().get(0).file() + ":" + finding.evidence().get(0).line();
    }

    /** The nodes that have it; empty when it is about the cluster, or the evidence names them. */
    String nodes() {
      Set<String> files =
          finding.evidence().stream().map(Evidence::file).collect(Collectors.toSet());
      if (!finding.nodes().isEmpty() && files.containsAll(finding.nodes())) {
        return "";
      }
      return finding.nodesInWords();
    }
  }

  private record Cause(List<Affected> controls, Place place) {

    List<String> keys() {
      return controls.stream().map(Affected::key).toList();
    }
  }

  private record Found(Affected affected, NodeFinding finding) {}

  /**
   * The issues of reports on the same nodes, the most severe first.
   *
   * @param reports one for each benchmark
   * @param status of the findings that are meant
   */
  static List<Issue> of(List<Report> reports, Status status) {
    Map<Object, List<Found>> byCause = new LinkedHashMap<>();
    for (Report report : reports) {
      String label =
          reports.size() == 1 ? "" : Objects.toString(report.status().benchmark(), report.name());
      for (ControlResult control : report.status().controls()) {
        control.findings().stream()
            .filter(finding -> finding.status() == status)
            .forEach(
                finding ->
                    byCause
                        .computeIfAbsent(cause(control, finding), key -> new ArrayList<>())
                        .add(new Found(new Affected(label, control), finding)));
      }
    }
    Map<List<String>, List<Cause>> byControls = new LinkedHashMap<>();
    byCause.values().stream()
        .map(Issue::cause)
        .forEach(
            cause -> byControls.computeIfAbsent(cause.keys(), key -> new ArrayList<>()).add(cause));
    return byControls.values().stream()
        .map(causes -> of(status, causes))
        .sorted(Comparator.comparing(Issue::severity))
        .toList();
  }

  private static Issue of(Status status, List<Cause> causes) {
    List<Affected> controls = causes.get(0).controls();
    return new Issue(
        status,
        controls.stream()
            .map(a -> a.control().severity())
            .min(Comparator.naturalOrder())
            .orElseThrow(),
        controls,
        causes.stream().map(Cause::place).toList());
  }

  /**
   * What findings of the same cause have in common: the same setting, of which the same is said; of
   * what is not set, the same fix in the same place.
   */
  private static Object cause(ControlResult control, NodeFinding finding) {
    boolean isSet = finding.evidence().stream().anyMatch(Issue::isSetting);
    String what =
        isSet
            ? finding.message().split("\\. ", 2)[0].replaceFirst("\\.$", "")
            : finding.status() == Status.Fail ? control.remediation() : finding.message();
    List<String> places =
        finding.evidence().stream()
            .filter(ref -> !isSet || isSetting(ref))
            .map(ref -> ref.file() + ":" + ref.line() + ":" + ref.text())
            .toList();
    return List.of(what, places, finding.nodes(), finding.nodeCount());
  }

  /** Of something that is not set, the evidence is where the component begins. */
  private static boolean isSetting(Evidence ref) {
    return !ref.text().isEmpty() && !Component.NAMES.contains(ref.text());
  }

  private static Cause cause(List<Found> found) {
    Map<String, Affected> affected = new LinkedHashMap<>();
    found.forEach(each -> affected.putIfAbsent(each.affected().key(), each.affected()));
    return new Cause(
        affected.values().stream()
            .sorted(
                Comparator.comparing(
                    control ->
                        found.get(0).finding().status() == Status.Error
                            ? Severity.critical
                            : control.control().severity()))
            .toList(),
        new Place(
            found.get(0).finding(),
            messages(found),
            distinct(found, NodeFinding::patches),
            distinct(found, NodeFinding::commands)));
  }

  private static <T> List<T> distinct(List<Found> found, Function<NodeFinding, List<T>> part) {
    return found.stream().flatMap(each -> part.apply(each.finding()).stream()).distinct().toList();
  }

  /** One that only begins another says nothing more. */
  private static List<String> messages(List<Found> found) {
    Set<String> all = new LinkedHashSet<>();
    found.forEach(each -> all.add(each.finding().message()));
    // What begins another message stands right before one that it begins.
    TreeSet<String> sorted = new TreeSet<>(all);
    return all.stream()
        .filter(message -> !Objects.toString(sorted.higher(message), "").startsWith(message))
        .toList();
  }

  /** Whether some place has no fix of its own, so that the words of the control must do. */
  boolean needsWords() {
    return status == Status.Fail && !places.stream().allMatch(Place::hasFix);
  }

  /** What the worst of its controls says to do. */
  String remediation() {
    return controls.get(0).control().remediation();
  }

  /** Controls whose words differ from those. */
  List<ControlResult> otherRemediations() {
    return numbered().stream()
        .map(Numbered::control)
        .filter(control -> !control.remediation().equals(remediation()))
        .toList();
  }

  /** Its controls by name, each with its numbers. */
  List<Numbered> numbered() {
    Map<String, List<Affected>> byName = new LinkedHashMap<>();
    controls.forEach(
        affected ->
            byName
                .computeIfAbsent(affected.control().name(), name -> new ArrayList<>())
                .add(affected));
    return byName.values().stream()
        .map(
            same ->
                new Numbered(
                    same.get(0).control(),
                    same.stream().map(Affected::number).distinct().collect(joining(", "))))
        .toList();
  }

  /** Its controls' numbers in one line. */
  String numbers() {
    return numbered().stream().map(Numbered::number).collect(joining(", "));
  }
}
