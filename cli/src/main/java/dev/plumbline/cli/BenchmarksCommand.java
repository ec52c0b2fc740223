package dev.plumbline.cli;

import dev.plumbline.cli.output.ListOutput;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.MinorReleases;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the benchmarks that are shipped. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the benchmarks that are shipped, with the distribution and the releases of Kubernetes",
      "that each was written for. 'kubectl get compliancebenchmarks' lists those of your own.",
      ""
    },
    footer = {"", "Examples:", "  plumbline benchmarks", "  plumbline benchmarks -o json"})
final class BenchmarksCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ListOutput output = new ListOutput();

  /**
   * One of the list.
   *
   * @param kubernetes the minor releases that it was written for; none when for any
   * @param requirements how many it has
   */
  record Entry(
      String name,
      String family,
      String title,
      String distribution,
      List<String> kubernetes,
      int requirements) {

    static Entry of(Benchmark benchmark) {
      return new Entry(
          benchmark.name(),
          benchmark.family().name(),
          benchmark.title(),
          benchmark.distribution(),
          benchmark.kubernetes(),
          benchmark.requirements().size());
    }

    List<String> row() {
      return List.of(
          name,
          family,
          distribution,
          MinorReleases.ranges(kubernetes),
          Integer.toString(requirements),
          title);
    }
  }

  @Override
  public Integer call() {
    output.write(
        List.of("NAME", "FAMILY", "DISTRIBUTION", "KUBERNETES", "REQUIREMENTS", "TITLE"),
        Catalogue.load().benchmarks().stream().map(Entry::of).toList(),
        Entry::row,
        spec.commandLine());
    return 0;
  }
}
