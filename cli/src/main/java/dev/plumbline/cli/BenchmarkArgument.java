package dev.plumbline.cli;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The shipped benchmark that {@code --benchmark} names. */
final class BenchmarkArgument {

  private BenchmarkArgument() {}

  /**
   * The benchmark.
   *
   * @param name null for the newest
   * @throws ParameterException when there is none of that name; names the nearest
   */
  static Benchmark chosen(@Nullable String name, Catalogue catalogue, CommandLine command) {
    return name == null
        ? catalogue.newest()
        : catalogue
            .benchmark(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        command, "--benchmark: " + catalogue.unknownBenchmark(name)));
  }
}
