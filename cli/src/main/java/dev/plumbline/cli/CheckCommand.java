package dev.plumbline.cli;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.Engine;
import dev.plumbline.engine.Release;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceReportStatus.ControlResult;
import dev.plumbline.operator.api.ComplianceScanStatus;
import dev.plumbline.operator.report.Conditions;
import dev.plumbline.operator.report.NodeFindings;
import dev.plumbline.operator.report.ReportBuilder;
import dev.plumbline.operator.report.Selection;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges files, or a host root, by the same engine as the operator. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Judges static-pod manifests, or the node below a folder, as the operator would.",
      ""
    },
    footer = {
      "",
      "Exit status:",
      "  1  a control fails",
      "  2  none fails, and one could not be told (status Error), or bad usage; why is on stderr",
      "  0  everything that applies passes",
      "",
      "Examples:",
      "  plumbline check --host-root /",
      "  plumbline check clusters/prod/kube-apiserver.yaml -o json",
      "  plumbline check --host-root / --control 1.2.7 --benchmark cis-1.6"
    })
final class CheckCommand implements Callable<Integer> {

  /** Longer than any disk needs for a few small files. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Nullable
  @Option(
      names = "--host-root",
      paramLabel = "DIR",
      description = "The folder that the node's /etc and /proc lie in. Default without FILE: /")
  private Path hostRoot;

  @Parameters(paramLabel = "FILE", description = "Static-pod manifests, instead of a host root.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private OutputFormat output = OutputFormat.table;

  @Option(
      names = "--control",
      paramLabel = "NAME_OR_NUMBER",
      description = "Only this control; may be repeated.")
  private List<String> controls = new ArrayList<>();

  @Nullable
  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      description = "The benchmark to judge by, such as cis-1.12. Default: the newest")
  private String benchmark;

  @Override
  public Integer call() {
    Selection.Chosen selection = selection();
    Evidence evidence = evidence();
    ComplianceReport report = report(selection, evidence);
    spec.commandLine().getOut().print(output.render(report));
    spec.commandLine().getOut().flush();
    return exitCode(report.getStatus().controls());
  }

  private Selection.Chosen selection() {
    Selection selection =
        Selection.of(Catalogue.load(), Optional.ofNullable(benchmark), controls, List.of());
    if (selection instanceof Selection.Unknown unknown) {
      String option = unknown.field().equals("benchmark") ? "--benchmark: " : "--control: ";
      throw new ParameterException(spec.commandLine(), option + unknown.why());
    }
    return (Selection.Chosen) selection;
  }

  private Evidence evidence() {
    Collector collector = new Collector(DEADLINE);
    if (files.isEmpty()) {
      Path root = hostRoot == null ? Path.of("/") : hostRoot;
      if (!Files.isDirectory(root)) {
        throw new ParameterException(spec.commandLine(), "--host-root: " + root + " is no folder");
      }
      return collector.collectHost(root);
    }
    if (hostRoot != null) {
      throw new ParameterException(spec.commandLine(), "give either --host-root or FILE, not both");
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new ParameterException(spec.commandLine(), "there is no file " + file);
      }
    }
    return collector.collectFiles(files);
  }

  private ComplianceReport report(Selection.Chosen selection, Evidence evidence) {
    Clock clock = Clock.systemUTC();
    Engine engine = selection.engine();
    NodeFindings node = new NodeFindings("local", engine.judge(evidence, Release.unknown()));
    NodeFindings cluster = new NodeFindings(NodeFindings.CLUSTER, notAsked(selection));
    ComplianceReport report = new ComplianceReport();
    report.setMetadata(new ObjectMetaBuilder().withName("check").build());
    report.setStatus(
        new ReportBuilder(selection, List.of(node, cluster))
            .build(
                "check",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                new ComplianceScanStatus.Nodes(1, 1, 0),
                new Conditions(List.of(), 0, clock)));
    return report;
  }

  private static Map<Control, Finding> notAsked(Selection.Chosen selection) {
    Finding finding =
        Finding.of(
            Status.NotApplicable,
            Reason.NothingToJudge,
            "it is about objects of a cluster, and check asks none",
            List.of());
    return selection.controls().stream()
        .filter(Control::isOfCluster)
        .collect(Collectors.toMap(control -> control, control -> finding));
  }

  private int exitCode(List<ControlResult> results) {
    // One file that can't be read leaves every control untold: said once.
    Set<String> reasons = new LinkedHashSet<>();
    results.stream()
        .flatMap(result -> result.findings().stream())
        .filter(finding -> finding.status() == Status.Error)
        .forEach(finding -> reasons.add(finding.message()));
    reasons.forEach(
        why -> spec.commandLine().getErr().println("plumbline: could not be told: " + why));
    if (results.stream().anyMatch(result -> result.status() == Status.Fail)) {
      return 1;
    }
    return reasons.isEmpty() ? 0 : Plumbline.EXIT_UNTOLD;
  }
}
