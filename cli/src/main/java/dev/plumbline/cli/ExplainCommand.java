package dev.plumbline.cli;

import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.output.Paragraphs;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.NistCrosswalk;
import dev.plumbline.engine.catalogue.NistCrosswalk.Revision;
import dev.plumbline.engine.catalogue.Requirement;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    description = {"Prints what a control requires, why, how to audit it and how to fix it.", ""},
    footer = {
      "",
      "Examples:",
      "  plumbline explain apiserver-authorization-mode-not-always-allow",
      "  plumbline explain 1.2.7 --benchmark cis-1.6"
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
    Optional<Control> control = catalogue.control(nameOrNumber, chosen);
    if (control.isEmpty()) {
      throw new ParameterException(spec.commandLine(), chosen.unknownControl(nameOrNumber));
    }
    print(control.get(), catalogue, spec.commandLine().getOut());
    return 0;
  }

  private static void print(Control control, Catalogue catalogue, PrintWriter out) {
    out.println(control.title());
    out.println(control.name() + ", severity " + control.severity());
    section(out, "Description", control.description());
    section(out, "Rationale", control.rationale());
    section(out, "Audit", control.audit());
    section(out, "Remediation", control.remediation());
    section(out, "Impact", control.impact());
    section(out, "Default value", control.defaultValue());
    section(out, "References", String.join("\n", control.references()));
    section(
        out,
        "CIS Controls",
        control.cisControls().isEmpty()
            ? "CIS has published none for it."
            : control.cisControls().stream()
                .map(cis -> "v" + cis.version() + "  " + cis.number())
                .collect(Collectors.joining("\n")));
    crosswalk(control, NistCrosswalk.of(catalogue), out);
    section(
        out,
        "Numbers",
        catalogue.benchmarks().stream()
            .flatMap(b -> b.numbers(control.name()).stream().map(number -> number(b, number)))
            .collect(Collectors.joining("\n")));
    out.flush();
  }

  private static void crosswalk(Control control, NistCrosswalk crosswalk, PrintWriter out) {
    List<String> ccis = crosswalk.ccis(control.name());
    if (ccis.isEmpty()) {
      return;
    }
    section(
        out,
        "NIST SP 800-53, by the CCIs of the DISA STIG (" + String.join(", ", ccis) + ")",
        Arrays.stream(Revision.values())
            .map(
                revision ->
                    "Revision "
                        + revision.number()
                        + ": "
                        + String.join(", ", crosswalk.controls(control.name(), revision)))
            .collect(Collectors.joining("\n")));
  }

  /** What is not publicly known of it is left out. */
  private static String number(Benchmark benchmark, String number) {
    Requirement requirement = benchmark.requirement(number).orElseThrow();
    return Stream.of(
            Optional.of(benchmark.name()),
            Optional.of(number),
            requirement.level().map(level -> "Level " + level),
            requirement.assessment().map(Requirement.Assessment::name))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("  "));
  }

  private static void section(PrintWriter out, String heading, String text) {
    out.println();
    out.println(heading);
    out.print(Paragraphs.wrap(text).indent(2));
  }
}
