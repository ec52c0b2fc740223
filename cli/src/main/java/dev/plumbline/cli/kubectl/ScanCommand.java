package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates a ComplianceScan and waits for its report. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Creates a ComplianceScan, or uses an existing one, waits for its report and prints it.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 compliant, 1 not compliant, 2 undetermined, or wrong usage",
      "",
      "Examples:",
      "  kubectl plumbline scan cis",
      "  kubectl plumbline scan quick --control 1.2.6 --control 1.2.7",
      "  kubectl plumbline scan cis -o sarif=plumbline.sarif",
      "  kubectl plumbline scan audit --benchmark cis-2.0 --benchmark cis-1.12"
    })
public final class ScanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private RunFollower follower = new RunFollower();

  @Parameters(paramLabel = "NAME", description = "The scan's name.", defaultValue = "cis")
  private String name = "cis";

  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = {
        "The benchmark to evaluate; may be repeated: the nodes are read once, and each benchmark has",
        "a report. Default: the one for the cluster's version and distribution"
      })
  private List<String> benchmarks = new ArrayList<>();

  @Option(
      names = "--control",
      paramLabel = "NAME_OR_NUMBER",
      description = "Only this control; may be repeated.")
  private List<String> controls = new ArrayList<>();

  @Override
  public Integer call() {
    follower.check(spec.commandLine(), Math.max(1, benchmarks.size()));
    return cluster.with(this::scan);
  }

  private int scan(KubernetesClient client) {
    Optional<ComplianceScan> there = ClusterOptions.scan(client, name);
    if (there.isPresent() && !(benchmarks.isEmpty() && controls.isEmpty())) {
      throw new IllegalArgumentException(
          "The scan " + name + " exists already. Change its spec, or choose another name.");
    }
    ComplianceScan scan = there.orElseGet(() -> client.resource(fresh()).create());
    return follower.follow(client, scan, "", spec.commandLine());
  }

  private ComplianceScan fresh() {
    ComplianceScan scan = new ComplianceScan();
    scan.setMetadata(new ObjectMetaBuilder().withName(name).build());
    scan.setSpec(ComplianceScanSpec.of(benchmarks, controls));
    return scan;
  }
}
