package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
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
   * The controls, in the benchmark's order, with the parameters that the benchmark sets: where two
   * benchmarks set the same, their controls are equal, and one evaluation is that of both.
   *
   * @param basis why this benchmark is used, for people: "it …"
   * @param fit whether it was written for the cluster
   */
  record Chosen(Benchmark benchmark, List<Control> controls, String basis, BenchmarkFit fit)
      implements Selection {
    public Chosen {
      controls = controls.stream().map(control -> tailored(benchmark, control)).toList();
    }

    private static Control tailored(Benchmark benchmark, Control control) {
      return control.withDefaults(benchmark.parameters().getOrDefault(control.name(), Map.of()));
    }

    /** The same for another reason. What a benchmark says of itself stays where it fits. */
    public Chosen because(String why, BenchmarkFit fits) {
      return new Chosen(benchmark, controls, why, fits.isMatch() ? fit : fits);
    }

    /** The same with fewer controls. */
    Chosen only(List<Control> kept) {
      return new Chosen(benchmark, kept, basis, fit);
    }
  }

  /**
   * The selection names something unknown.
   *
   * @param field the field that names it, under {@code spec}
   * @param why a sentence, with the nearest known name
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
      return new Unknown("benchmark", catalogue.unknownBenchmark(benchmark.get()));
    }
    for (String field : List.of("include", "exclude")) {
      for (String asked : field.equals("include") ? include : exclude) {
        if (numbers(catalogue, chosen.get(), asked).isEmpty()) {
          return new Unknown("controls." + field, chosen.get().unknownControl(asked));
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
        BenchmarkFit.ofItself(benchmark.heading()));
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
}
