package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.OutputOptions;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.report.model.Report;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints an existing report. */
@Command(
    name = "report",
    aliases = ReportCommand.ALIAS,
    mixinStandardHelpOptions = true,
    description = {
      "Prints the report of a scan, or writes it in any format; of a scan with several benchmarks"
          + " the report",
      "on each. NAME may be left out when one scan only has reports.",
      ""
    },
    footer = {
      "",
      "Exit status: 0, or 2 when there is no such report. With --exit-code: as for scan.",
      "",
      "Examples:",
      "  kubectl plumbline report",
      "  kubectl plumbline report cis --control 1.2.6",
      "  kubectl plumbline export cis -o html=cis.html -o oscal=cis.json",
      "  kubectl plumbline export cis --evidence cis-evidence.zip"
    })
public final class ReportCommand implements Callable<Integer> {

  /** Its other name, for writing files. */
  public static final String ALIAS = "export";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Nullable
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The scan's name, or the report's.")
  private String name;

  @Nullable
  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = "Only the report on this benchmark. Default: all of the scan's")
  private String benchmark;

  @Option(
      names = "--control",
      paramLabel = "NAME_OR_NUMBER",
      description = "Only this control; may be repeated.")
  private List<String> controls = new ArrayList<>();

  @Mixin private EvidenceOptions evidence = new EvidenceOptions();

  @Option(
      names = "--exit-code",
      description =
          "Exit with 1 when it is not compliant, and with 2 when that could not be determined.")
  private boolean exitCode;

  @Override
  public Integer call() {
    outputs.check(spec.commandLine());
    return cluster.with(this::report);
  }

  private int report(KubernetesClient client) {
    List<ComplianceReport> found = ClusterOptions.reportsNamed(client, name, benchmark);
    List<Report> reports =
        found.stream()
            .map(ClusterOptions::value)
            .map(this::selected)
            .filter(report -> !report.status().controls().isEmpty() || report.status().isWaiting())
            .toList();
    if (reports.isEmpty()) {
      throw new IllegalArgumentException(
          "The report has no control " + String.join(", ", controls) + ".");
    }
    evidence.export(client, found.get(0), spec.commandLine());
    if (!evidence.isAsked() || outputs.isAsked()) {
      outputs.write(reports, spec.commandLine());
    }
    return exitCode ? ExitCodes.of(reports.stream().map(Report::status).toList()) : 0;
  }

  private Report selected(Report report) {
    if (controls.isEmpty() || report.status().controls().isEmpty()) {
      return report;
    }
    return report.withStatus(
        report
            .status()
            .only(control -> controls.contains(control.id()) || controls.contains(control.name())));
  }
}
