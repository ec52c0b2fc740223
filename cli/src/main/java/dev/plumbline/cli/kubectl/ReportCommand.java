package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.output.Outputs;
import dev.plumbline.cli.output.Verdicts;
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

/** Prints a report that is there. */
@Command(
    name = "report",
    aliases = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a report of the cluster, or writes it in any format. Without NAME: the only one there is.",
      ""
    },
    footer = {
      "",
      "Exit status: 0, or 2 when there is no such report. With --exit-code as of scan.",
      "",
      "Examples:",
      "  kubectl plumbline report",
      "  kubectl plumbline report cis --control 1.2.6",
      "  kubectl plumbline export cis -o html=cis.html -o oscal=cis.json"
    })
public final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Cluster cluster = new Cluster();

  @Mixin private Outputs outputs = new Outputs();

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
      description = "Exit with 1 when it isn't compliant, and with 2 when that could not be told.")
  private boolean exitCode;

  @Override
  public Integer call() {
    outputs.check(spec.commandLine());
    return cluster.with(this::report);
  }

  private int report(KubernetesClient client) {
    ComplianceReport report = Cluster.reportNamed(client, name);
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
            "the report has no control " + String.join(", ", controls));
      }
    }
    outputs.write(Cluster.value(report), spec.commandLine());
    return exitCode ? Verdicts.exit(report.getStatus()) : 0;
  }
}
