package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkHeading;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which controls to evaluate, or why they can't be selected. */
public sealed interface Selection {

  /**
   * The controls, in the benchmark's order.
   *
   * @param basis why this benchmark is used, for people: "it …"
   * @param mismatch why it may not be the right one for the cluster; empty when it is right
   */
  record Chosen(Benchmark benchmark, List<Control> controls, String basis, String mismatch)
      implements Selection {
    public Chosen {
      controls = List.copyOf(controls);
    }

    /** The same, when the benchmark was chosen for the cluster and not by name. */
    public Chosen forCluster(String why) {
      return new Chosen(
          benchmark, controls, "it was written for this cluster's release and distribution", why);
    }

    /** The same with fewer controls. */
    Chosen only(List<Control> kept) {
      return new Chosen(benchmark, kept, basis, mismatch);
    }

    /** An engine for these controls, with the benchmark's parameters. */
    public Engine engine() {
      return Engine.of(
          controls.stream()
              .map(
                  control ->
                      CompiledControl.of(
                          control, benchmark.parameters().getOrDefault(control.name(), Map.of())))
              .toList());
    }
  }

  /**
   * The selection names something unknown.
   *
   * @param field the field that names it, under {@code spec}
   * @param why a sentence, with the known values
   */
  record Unknown(String field, String why) implements Selection {}

  /**
   * Chooses controls, by their names and numbers and by what the benchmark states about them.
   *
   * @param benchmark empty for the newest
   */
  static Selection of(
      Catalogue catalogue, Optional<String> benchmark, ComplianceScanSpec.Controls controls) {
    Selection named = of(catalogue, benchmark, controls.included(), controls.excluded());
    return named instanceof Chosen chosen
        ? new RequirementFilter(controls, chosen.benchmark()).applied(chosen)
        : named;
  }

  /**
   * Chooses controls.
   *
   * @param benchmark empty for the newest
   * @param include names or numbers; empty for all
   * @param exclude names or numbers
   */
  static Selection of(
      Catalogue catalogue, Optional<String> benchmark, List<String> include, List<String> exclude) {
    Optional<Benchmark> chosen =
        benchmark.isEmpty()
            ? Optional.of(catalogue.newest())
            : catalogue.benchmark(benchmark.get());
    if (chosen.isEmpty()) {
      String known =
          catalogue.headings().stream()
              .map(BenchmarkHeading::name)
              .collect(Collectors.joining(", "));
      return new Unknown(
          "benchmark",
          "There is no benchmark \"" + benchmark.get() + "\". Known benchmarks: " + known + ".");
    }
    for (String field : List.of("include", "exclude")) {
      for (String asked : field.equals("include") ? include : exclude) {
        if (numbers(catalogue, chosen.get(), asked).isEmpty()) {
          return new Unknown(
              "controls." + field,
              "The benchmark "
                  + chosen.get().name()
                  + " has no control \""
                  + asked
                  + "\". Its controls: "
                  + listed(chosen.get())
                  + ".");
        }
      }
    }
    String basis = benchmark.isPresent() ? "it was requested" : "it is the newest";
    return choose(catalogue, chosen.get(), basis, include, exclude);
  }

  private static Selection choose(
      Catalogue catalogue,
      Benchmark benchmark,
      String basis,
      List<String> include,
      List<String> exclude) {
    Set<String> numbers = new LinkedHashSet<>(benchmark.requirements().keySet());
    if (!include.isEmpty()) {
      numbers.retainAll(numbers(catalogue, benchmark, include));
    }
    numbers.removeAll(numbers(catalogue, benchmark, exclude));
    if (numbers.isEmpty()) {
      return new Unknown("controls.exclude", "No control is left. Exclude fewer of them.");
    }
    return new Chosen(
        benchmark,
        numbers.stream()
            .map(number -> catalogue.control(number, benchmark).orElseThrow())
            .distinct()
            .toList(),
        basis,
        benchmark.heading().provisional());
  }

  private static Set<String> numbers(Catalogue catalogue, Benchmark benchmark, List<String> asked) {
    return asked.stream()
        .flatMap(one -> numbers(catalogue, benchmark, one).stream())
        .collect(Collectors.toSet());
  }

  /** A number is itself; a name is every number of that control. */
  private static List<String> numbers(Catalogue catalogue, Benchmark benchmark, String asked) {
    return benchmark.requirement(asked).isPresent()
        ? List.of(asked)
        : catalogue
            .control(asked, benchmark)
            .map(control -> benchmark.numbers(control.name()))
            .orElse(List.of());
  }

  private static String listed(Benchmark benchmark) {
    return benchmark.controls().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
