package dev.plumbline.cli.kubectl;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts another run of an existing scan. */
@Command(
    name = "rescan",
    mixinStandardHelpOptions = true,
    description = {"Reads the nodes of a scan again, waits for the report and prints it.", ""},
    footer = {
      "",
      "Exit status: 0 compliant, 1 not compliant, 2 undetermined, or wrong usage",
      "",
      "Examples:",
      "  kubectl plumbline rescan cis",
      "  kubectl plumbline rescan cis --no-wait"
    })
public final class RescanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private RunFollower follower = new RunFollower();

  @Parameters(paramLabel = "NAME", description = "The scan's name.")
  private String name = "";

  @Option(names = "--no-wait", description = "Only start the run.")
  private boolean noWait;

  @Override
  public Integer call() {
    follower.check(spec.commandLine(), 1);
    return cluster.with(this::rescan);
  }

  private int rescan(KubernetesClient client) {
    ComplianceScan scan =
        ClusterOptions.scan(client, name)
            .orElseThrow(() -> new IllegalArgumentException("There is no scan " + name + "."));
    String before =
        Optional.ofNullable(scan.getStatus())
            .flatMap(status -> Optional.ofNullable(status.run()))
            .map(ComplianceScanStatus.Run::id)
            .orElse("");
    String now = Clock.systemUTC().instant().toString();
    ComplianceScan asked =
        client
            .resources(ComplianceScan.class)
            .withName(name)
            .edit(
                current -> {
                  Map<String, String> annotations =
                      new HashMap<>(
                          Optional.ofNullable(current.getMetadata().getAnnotations())
                              .orElse(Map.of()));
                  annotations.put(ComplianceScan.RESCAN, now);
                  current.getMetadata().setAnnotations(annotations);
                  return current;
                });
    if (noWait) {
      return 0;
    }
    return follower.follow(client, asked, before, spec.commandLine());
  }
}
