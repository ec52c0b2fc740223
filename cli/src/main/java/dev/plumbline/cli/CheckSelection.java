package dev.plumbline.cli;

import dev.plumbline.cli.input.ScanFile;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.Selection;
import dev.plumbline.report.Selections;
import dev.plumbline.report.Selections.Requested;
import dev.plumbline.report.SpecError;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The benchmarks and controls that a check evaluates. What the options name takes the place of what
 * the scan names.
 *
 * @param benchmarks of the option {@code --benchmark}
 * @param controls the scan's own selection, as the options change it
 */
record CheckSelection(
    ScanFile scan, List<String> benchmarks, ComplianceScanSpec.Controls controls) {

  List<Selection.Chosen> resolved() throws UsageException {
    ComplianceScanSpec spec = scan.spec();
    Optional<SpecError> wrong =
        SpecError.inBenchmarks(spec)
            .map(error -> new SpecError("--scan: spec." + error.field(), error.why()))
            .or(() -> SpecError.inBenchmarks(benchmarks, "--benchmark"));
    if (wrong.isPresent()) {
      throw new UsageException(wrong.get().field() + ": " + wrong.get().why());
    }
    Selections selections = Selections.of(requested(), controls);
    if (selections instanceof Selections.Unknown unknown) {
      throw new UsageException(RequirementOptions.option(unknown.field()) + ": " + unknown.why());
    }
    List<Selection.Chosen> chosen = ((Selections.Each) selections).benchmarks();
    Optional<SpecError> error = SpecError.in(scan.approvals(), scan.shipped(), chosen);
    if (error.isPresent()) {
      throw new UsageException("--scan: " + error.get().field() + ": " + error.get().why());
    }
    return chosen;
  }

  private List<Requested> requested() throws UsageException {
    List<String> names = benchmarks.isEmpty() ? scan.spec().benchmarkNames() : benchmarks;
    if (names.isEmpty()) {
      return List.of(Requested.newest(scan.shipped()));
    }
    List<Requested> requested = new ArrayList<>();
    for (String name : names) {
      Catalogue catalogue = scan.catalogue(name);
      Optional<Benchmark> benchmark = catalogue.benchmark(name);
      if (benchmark.isEmpty()) {
        throw new UsageException("--benchmark: " + catalogue.unknownBenchmark(name));
      }
      requested.add(Requested.byName(catalogue, name, benchmark.get(), BenchmarkFit.matches()));
    }
    return requested;
  }
}
