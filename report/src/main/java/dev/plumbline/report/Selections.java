package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The controls of each benchmark that a scan asks for, or why they can't be selected. A scan names
 * controls by name, which counts for every benchmark that has the control, or by number, which
 * counts for every benchmark that has the number.
 */
public sealed interface Selections {

  /** One selection for each benchmark, in the order of the scan. */
  record Each(List<Selection.Chosen> benchmarks) implements Selections {
    public Each {
      benchmarks = List.copyOf(benchmarks);
    }
  }

  /**
   * The scan names something unknown.
   *
   * @param field the field that names it, under {@code spec}
   * @param why a sentence
   */
  record Unknown(String field, String why) implements Selections {}

  /**
   * A benchmark that is to be evaluated.
   *
   * @param catalogue with its controls: two ComplianceBenchmarks may have controls of the same name
   * @param basis why it is evaluated, for people: "it …"
   * @param fit whether it was written for the cluster
   */
  record Requested(Catalogue catalogue, Benchmark benchmark, String basis, BenchmarkFit fit) {

    /** By its name, or one that it had before. */
    public static Requested byName(
        Catalogue catalogue, String name, Benchmark benchmark, BenchmarkFit fit) {
      return new Requested(
          catalogue,
          benchmark,
          name.equals(benchmark.name())
              ? "it was requested"
              : "it was requested by its former name " + name,
          fit);
    }

    /** By the cluster's release and distribution. */
    public static Requested forCluster(Catalogue catalogue, BenchmarkChoice choice) {
      return new Requested(
          catalogue,
          choice.benchmark(),
          "it was written for this cluster's release and distribution",
          choice.fit());
    }

    /** Since nothing else decides. */
    public static Requested newest(Catalogue catalogue) {
      return new Requested(
          catalogue, catalogue.newest(), "it is the newest", BenchmarkFit.matches());
    }
  }

  /** Selects the controls of each benchmark. */
  static Selections of(List<Requested> requested, ComplianceScanSpec.Controls controls) {
    List<Benchmark> benchmarks = requested.stream().map(Requested::benchmark).toList();
    if (benchmarks.stream().map(Benchmark::name).distinct().count() < benchmarks.size()) {
      return new Unknown(
          "benchmarks", "A benchmark is named twice, once by its former name. Remove that.");
    }
    if (benchmarks.size() > 1) {
      Optional<Unknown> unknown =
          unknown("controls.include", controls.included(), benchmarks)
              .or(() -> unknown("controls.exclude", controls.excluded(), benchmarks));
      if (unknown.isPresent()) {
        return unknown.get();
      }
    }
    List<Selection.Chosen> all = new ArrayList<>();
    for (Requested one : requested) {
      Selection selection = select(one, controls, benchmarks.size() > 1);
      if (selection instanceof Selection.Unknown wrong) {
        return new Unknown(wrong.field(), wrong.why());
      }
      all.add(((Selection.Chosen) selection).because(one.basis(), one.fit()));
    }
    return new Each(all);
  }

  private static Selection select(
      Requested one, ComplianceScanSpec.Controls controls, boolean amongOthers) {
    Benchmark benchmark = one.benchmark();
    List<String> include = controls.included();
    List<String> exclude = controls.excluded();
    if (amongOthers) {
      include = include.stream().filter(control -> has(benchmark, control)).toList();
      exclude = exclude.stream().filter(control -> has(benchmark, control)).toList();
    }
    return include.isEmpty() && !controls.included().isEmpty()
        ? new Selection.Unknown(
            "controls.include",
            "The benchmark " + benchmark.name() + " has none of the controls that are included.")
        : Selection.of(
            one.catalogue(),
            Optional.of(benchmark.name()),
            new ComplianceScanSpec.Controls(
                include,
                exclude,
                controls.selectedLevels(),
                controls.selectedSections(),
                controls.selectedSeverities()));
  }

  private static Optional<Unknown> unknown(
      String field, List<String> asked, List<Benchmark> benchmarks) {
    for (String control : asked) {
      Optional<String> wrong =
          benchmarks.stream().anyMatch(benchmark -> has(benchmark, control))
              ? ambiguous(control, benchmarks)
              : Optional.of(lacking(control, benchmarks));
      if (wrong.isPresent()) {
        return Optional.of(new Unknown(field, wrong.get()));
      }
    }
    return Optional.empty();
  }

  /** That no benchmark has a control of some name or number. */
  static String lacking(String control, List<Benchmark> benchmarks) {
    return benchmarks.size() == 1
        ? benchmarks.get(0).unknownControl(control)
        : "None of the benchmarks "
            + benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(", "))
            + " has a control \""
            + control
            + "\".";
  }

  /** That a number is of different controls in different benchmarks. */
  static Optional<String> ambiguous(String number, List<Benchmark> benchmarks) {
    Map<String, String> benchmarkByControl = new TreeMap<>();
    benchmarks.forEach(
        benchmark ->
            Stream.ofNullable(benchmark.controls().get(number))
                .forEach(control -> benchmarkByControl.putIfAbsent(control, benchmark.name())));
    return benchmarkByControl.size() < 2
        ? Optional.empty()
        : Optional.of(
            "The number "
                + number
                + " is that of "
                + benchmarkByControl.entrySet().stream()
                    .map(entry -> entry.getKey() + " in " + entry.getValue())
                    .collect(Collectors.joining(", and of "))
                + ". Use the control's name.");
  }

  /** The first of some names and numbers that is of different controls. */
  static Optional<String> ambiguous(List<String> controls, List<Benchmark> benchmarks) {
    return controls.stream().flatMap(one -> ambiguous(one, benchmarks).stream()).findFirst();
  }

  /** Whether a benchmark has a control of some name or number. */
  static boolean has(Benchmark benchmark, String nameOrNumber) {
    Map<String, String> controls = benchmark.controls();
    return controls.containsKey(nameOrNumber) || controls.containsValue(nameOrNumber);
  }

  /** Every control of the benchmarks once, and once for each set of parameters that it has. */
  static List<Control> controls(List<Selection.Chosen> benchmarks) {
    return benchmarks.stream()
        .flatMap(benchmark -> benchmark.controls().stream())
        .distinct()
        .toList();
  }
}
