package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.OutputOptions;
import dev.plumbline.operator.api.ComplianceReport;
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
    aliases = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a report of the cluster, or writes it in any format. NAME may be left out when there is one only.",
      ""
    },
    footer = {
      "",
      "Exit status: 0, or 2 when there is no such report. With --exit-code: as for scan.",
      "",
      "Examples:",
      "  kubectl plumbline report",
      "  kubectl plumbline report cis --control 1.2.6",
      "  kubectl plumbline export cis -o html=cis.html -o oscal=cis.json"
    })
public final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Nullable
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The scan's name.")
  private String name;

  @Option(
      names = "--control",
      paramLabel = "NAME_OR_NUMBER",
      description = "Only this control; may be repeated.")
  private List<String> controls = new ArrayList<>();

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
    ComplianceReport report = ClusterOptions.reportNamed(client, name);
    if (!controls.isEmpty()) {
      report.setStatus(
          report
              .getStatus()
              .withControls(
                  report.getStatus().controls().stream()
                      .filter(
                          control ->
                              controls.contains(control.id()) || controls.contains(control.name()))
                      .toList()));
      if (report.getStatus().controls().isEmpty()) {
        throw new IllegalArgumentException(
            "The report has no control " + String.join(", ", controls) + ".");
      }
    }
    outputs.write(ClusterOptions.value(report), spec.commandLine());
    return exitCode ? ExitCodes.of(report.getStatus()) : 0;
  }
}
