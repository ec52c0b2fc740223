package dev.plumbline.cli.output;

import dev.plumbline.report.format.OutputFormat;
import dev.plumbline.report.model.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --output}: the formats that a report is written in, and where. */
public final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      description = {
        "One of: table, json, yaml, junit, sarif, oscal, xccdf, ckl, cklb, openreports, markdown, csv, html.",
        "ckl and cklb need a benchmark of the family stig. With =FILE the report is written to that file,",
        "else to standard output. May be repeated. Default: table"
      })
  private List<String> outputs = new ArrayList<>();

  private record Target(OutputFormat format, String file) {}

  /** Writes a report in each format. */
  public void write(Report report, CommandLine command) {
    for (Target target : targets(command)) {
      String text = target.format().render(report);
      if (target.file().isEmpty()) {
        PrintWriter out = command.getOut();
        out.print(
            target.format() == OutputFormat.table && Ansi.AUTO.enabled()
                ? Colours.coloured(text)
                : text);
        out.flush();
      } else {
        try {
          Files.writeString(Path.of(target.file()), text);
        } catch (IOException e) {
          throw new IllegalStateException(
              target.file() + " can't be written: " + e.getMessage() + ".", e);
        }
      }
    }
  }

  /** Refuses wrong values before any work is done. */
  public void check(CommandLine command) {
    targets(command);
  }

  private List<Target> targets(CommandLine command) {
    List<Target> targets = new ArrayList<>();
    for (String output : outputs.isEmpty() ? List.of("table") : outputs) {
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
        + "\". Known formats: "
        + Arrays.stream(OutputFormat.values())
            .map(OutputFormat::name)
            .collect(Collectors.joining(", "));
  }
}
