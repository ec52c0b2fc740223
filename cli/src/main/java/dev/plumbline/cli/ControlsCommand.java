package dev.plumbline.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.output.ListOutput;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the controls of a benchmark. */
@Command(
    name = "controls",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the requirements of a benchmark, in its order, with the control that evaluates each.",
      "LEVEL and ASSESSMENT are what the benchmark states; EVALUATES is what Plumbline looks at.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plumbline controls",
      "  plumbline controls --benchmark cis-1.12 -o json"
    })
final class ControlsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Nullable
  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = "The benchmark. Default: the newest")
  private String benchmark;

  @Mixin private ListOutput output = new ListOutput();

  /**
   * One of the list.
   *
   * @param level what the benchmark states; null when it states none
   * @param assessment the same
   * @param component the program, {@code node} for files of the node, {@code cluster} for objects
   *     of the API
   * @param evaluation {@code Automated}, or {@code Manual} where a person has to review it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String number,
      String name,
      String title,
      String severity,
      @Nullable Integer level,
      @Nullable String assessment,
      String component,
      String evaluation) {

    static Entry of(String number, Requirement requirement, Control control) {
      return new Entry(
          number,
          control.name(),
          control.title(),
          requirement.severity().orElse(control.severity()).name(),
          requirement.level().orElse(null),
          requirement.assessment().map(Enum::name).orElse(null),
          control.component(),
          control.expression().isEmpty() ? "Manual" : "Automated");
    }

    List<String> row() {
      return List.of(
          number,
          severity,
          Optional.ofNullable(level).map(stated -> Integer.toString(stated)).orElse("-"),
          Optional.ofNullable(assessment).orElse("-"),
          evaluates(),
          name,
          title);
    }

    private String evaluates() {
      if (evaluation.equals("Manual")) {
        return "nothing: needs review";
      }
      return switch (component) {
        case "node" -> "files of the node";
        case "cluster" -> "objects of the cluster";
        default -> component;
      };
    }
  }

  @Override
  public Integer call() {
    Catalogue catalogue = Catalogue.load();
    Benchmark listed = BenchmarkArgument.chosen(benchmark, catalogue, spec.commandLine());
    List<Entry> entries = new ArrayList<>();
    listed
        .requirements()
        .forEach(
            (number, requirement) ->
                entries.add(
                    Entry.of(
                        number,
                        requirement,
                        catalogue.named(requirement.control()).orElseThrow())));
    output.write(
        List.of("NUMBER", "SEVERITY", "LEVEL", "ASSESSMENT", "EVALUATES", "CONTROL", "TITLE"),
        entries,
        Entry::row,
        spec.commandLine());
    return 0;
  }
}
