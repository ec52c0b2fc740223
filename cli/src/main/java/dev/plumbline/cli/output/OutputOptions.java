package dev.plumbline.cli.output;

import dev.plumbline.engine.catalogue.NearestName;
import dev.plumbline.report.format.OutputFormat;
import dev.plumbline.report.format.Screen;
import dev.plumbline.report.format.ScreenText;
import dev.plumbline.report.format.SeveralReports;
import dev.plumbline.report.format.TerminalReport;
import dev.plumbline.report.model.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --output}: the formats that a report is written in, and where. */
public final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      description =
          "One of: table, json, yaml, junit, sarif, oscal, xccdf, ckl, cklb, openreports, markdown,"
              + " github, csv, html. ckl and cklb need a benchmark of the family stig. With =FILE the"
              + " report is written to that file, else to standard output. May be repeated. Default:"
              + " table. With several benchmarks, {benchmark} in FILE makes a file for each; oscal,"
              + " xccdf, ckl, cklb and html need it.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--all",
      description = "In a table, list the controls that pass or are not applicable too.")
  private boolean all;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description =
          "Whether a table has colours: ${COMPLETION-CANDIDATES}. Default: auto, on a terminal where"
              + " the variable NO_COLOR is not set")
  private Terminals.Colour colour = Terminals.Colour.auto;

  /** Stands for the benchmark's name in the name of a file. */
  private static final String BENCHMARK = "{benchmark}";

  private record Target(OutputFormat format, String file) {}

  /**
   * Writes the reports in each format.
   *
   * @param reports one for each benchmark
   */
  public void write(List<Report> reports, CommandLine command) {
    check(command, reports.size());
    for (Target target : targets(command)) {
      if (target.file().contains(BENCHMARK)) {
        for (Report report : reports) {
          write(text(target, List.of(report)), target.file().replace(BENCHMARK, name(report)));
        }
      } else if (target.file().isEmpty()) {
        print(target, text(target, reports), command);
      } else {
        write(text(target, reports), target.file());
      }
    }
  }

  /** Whether a format was named. */
  public boolean isAsked() {
    return !outputs.isEmpty();
  }

  /** Whether a person reads the report in a terminal. */
  public boolean isReadInTerminal(CommandLine command) {
    return Terminals.isTerminal() && printsTable(command);
  }

  /** Whether a table goes to standard output. */
  boolean printsTable(CommandLine command) {
    return targets(command).stream()
        .anyMatch(target -> target.format() == OutputFormat.table && target.file().isEmpty());
  }

  private String text(Target target, List<Report> reports) {
    if (target.format() == OutputFormat.table) {
      Screen screen = target.file().isEmpty() ? Terminals.screen(colour) : Screen.PLAIN;
      return TerminalReport.render(reports, screen.withAll(all));
    }
    return reports.size() == 1
        ? target.format().render(reports.get(0))
        : SeveralReports.render(target.format(), reports);
  }

  private static void print(Target target, String text, CommandLine command) {
    PrintWriter out = command.getOut();
    out.print(
        target.format() == OutputFormat.table || !Terminals.isTerminal()
            ? text
            : text.lines().map(ScreenText::safe).collect(Collectors.joining("\n", "", "\n")));
    out.flush();
  }

  private static void write(String text, String file) {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new IllegalStateException(file + " can't be written: " + e.getMessage() + ".", e);
    }
  }

  /** The benchmark as a part of a file's name, whatever a cluster gives for it. */
  private static String name(Report report) {
    return Objects.toString(report.status().benchmark(), report.name())
        .replaceAll("[^A-Za-z0-9.-]", "_");
  }

  /** Refuses wrong values before any work is done. */
  public void check(CommandLine command) {
    check(command, 1);
  }

  /**
   * Refuses wrong values before any work is done.
   *
   * @param benchmarks how many there will be a report on
   */
  public void check(CommandLine command, int benchmarks) {
    for (Target target : targets(command)) {
      if (benchmarks > 1
          && !SeveralReports.fitInto(target.format())
          && !target.file().contains(BENCHMARK)) {
        throw new ParameterException(
            command,
            "--output: A document of the format "
                + target.format()
                + " is about one benchmark, and there are "
                + benchmarks
                + ". Make a file for each, such as "
                + target.format()
                + "=report-"
                + BENCHMARK
                + ".");
      }
    }
  }

  private List<Target> targets(CommandLine command) {
    List<Target> targets = new ArrayList<>();
    for (String output : outputs.isEmpty() ? List.of(OutputFormat.table.name()) : outputs) {
      String[] parts = output.split("=", 2);
      OutputFormat format =
          Arrays.stream(OutputFormat.values())
              .filter(known -> known.name().equals(parts[0].toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() -> new ParameterException(command, unknown(parts[0])));
      targets.add(new Target(format, parts.length == 2 ? parts[1] : ""));
    }
    if (targets.stream().filter(target -> target.file().isEmpty()).count() > 1) {
      throw new ParameterException(
          command, "--output: Only one format can go to standard output. Give the others =FILE.");
    }
    return targets;
  }

  private static String unknown(String format) {
    return "--output: There is no format \""
        + format
        + "\"."
        + NearestName.to(format, Arrays.stream(OutputFormat.values()).map(Enum::name).toList())
            .map(near -> " The nearest is " + near + ".")
            .orElse("");
  }
}
