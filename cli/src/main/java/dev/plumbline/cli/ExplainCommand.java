package dev.plumbline.cli;

import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.output.Terminals;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Requirement;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints everything about a control. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what a control requires, why, how to audit it and how to fix it, with an example for"
          + " each",
      "installer's format, and the numbers that benchmarks give it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  plumbline explain apiserver-authorization-mode-not-always-allow",
      "  plumbline explain 1.2.7 --benchmark cis-1.6",
      "  plumbline explain V-242381"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME_OR_NUMBER",
      description = "A control's name, or its number in the benchmark.")
  private String nameOrNumber = "";

  @Nullable
  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = "The benchmark that the number belongs to. Default: the newest")
  private String benchmark;

  @Override
  public Integer call() {
    Catalogue catalogue = Catalogue.load();
    Benchmark chosen = BenchmarkArgument.chosen(benchmark, catalogue, spec.commandLine());
    Control control =
        catalogue
            .control(nameOrNumber, chosen)
            .or(() -> onlyOneOfThatNumber(catalogue))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), chosen.unknownControl(nameOrNumber)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(new Explanation(control, catalogue).text(Terminals.screen(Terminals.Colour.auto)));
    out.flush();
    return 0;
  }

  /** A number such as a STIG's, which no other benchmark gives another control. */
  private Optional<Control> onlyOneOfThatNumber(Catalogue catalogue) {
    List<String> names =
        benchmark != null
            ? List.of()
            : catalogue.benchmarks().stream()
                .flatMap(each -> each.requirement(nameOrNumber).stream())
                .map(Requirement::control)
                .distinct()
                .toList();
    return names.size() == 1 ? catalogue.named(names.get(0)) : Optional.empty();
  }
}
