package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.cli.input.BadInput;
import dev.plumbline.cli.input.RepositoryEvidence;
import dev.plumbline.cli.output.Outputs;
import dev.plumbline.cli.output.Verdicts;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.Release;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.Attestations;
import dev.plumbline.report.Conditions;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.ReportBuilder;
import dev.plumbline.report.Selection;
import dev.plumbline.report.Waivers;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Report;
import dev.plumbline.repository.RepositoryFile;
import dev.plumbline.repository.RepositoryReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Judges the files of a repository, or the node below a folder.",
      "By the same controls as the operator. What a repository's file leaves to somebody else is",
      "NotApplicable.",
      ""
    },
    footer = {
      "",
      "It reads " + RepositoryFile.KNOWN + ".",
      "",
      "Exit status:",
      "  1  a control fails",
      "  2  none fails, and one could not be told (status Error), or bad usage; why is on stderr",
      "  0  everything that applies passes",
      "",
      "Examples:",
      "  plumbline check --host-root /",
      "  plumbline check clusters/",
      "  plumbline check 'clusters/**/kubeadm*.yaml' -o sarif=plumbline.sarif -o table",
      "  kustomize build clusters/prod | plumbline check -",
      "  plumbline check clusters/ --scan clusters/prod/scan.yaml --fail-on high",
      "  plumbline check --host-root / --control 1.2.7 --benchmark cis-1.6"
    })
final class CheckCommand implements Callable<Integer> {

  /** Longer than any disk needs for a few small files. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final YAMLMapper YAML = new YAMLMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Nullable
  @Option(
      names = "--host-root",
      paramLabel = "DIR",
      description = "The folder that the node's /etc and /proc lie in. Default without FILE: /")
  private Path hostRoot;

  @Parameters(
      paramLabel = "FILE",
      description =
          "Files, folders, patterns in quotes, or - for standard input, instead of a host root.")
  private List<String> files = new ArrayList<>();

  @Mixin private Outputs outputs = new Outputs();

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

  @Nullable
  @Option(
      names = "--scan",
      paramLabel = "FILE",
      description =
          "A ComplianceScan whose benchmark, controls, waivers and attestations count here too.")
  private Path scanFile;

  @Option(
      names = "--kubernetes-version",
      paramLabel = "VERSION",
      description = "The release for files that don't tell it, such as v1.36.3.")
  private String version = "";

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "The least severity whose failing makes the exit status 1: ${COMPLETION-CANDIDATES}. Default: low")
  private Severity failOn = Severity.low;

  /** What was asked for and could not be told, beside the findings. */
  private final List<String> untold = new ArrayList<>();

  @Override
  public Integer call() throws BadInput {
    outputs.check(spec.commandLine());
    ComplianceScanSpec scan = scan();
    Selection.Chosen selection = selection(scan);
    Report report = report(selection, scan, findings(selection.engine()));
    outputs.write(report, spec.commandLine());
    return exitCode(report.status().controls());
  }

  private ComplianceScanSpec scan() {
    if (scanFile == null) {
      return ComplianceScanSpec.defaults();
    }
    try {
      JsonNode object = YAML.readTree(Files.readString(scanFile));
      if (!object.path("kind").asText().equals("ComplianceScan")) {
        throw bad("--scan: " + scanFile + " is no ComplianceScan");
      }
      return object.path("spec").isObject()
          ? YAML.treeToValue(object.path("spec"), ComplianceScanSpec.class)
          : ComplianceScanSpec.defaults();
    } catch (JsonProcessingException e) {
      throw bad("--scan: " + scanFile + " is no ComplianceScan: " + rootCause(e));
    } catch (IOException e) {
      throw bad("--scan: " + scanFile + " can't be read");
    }
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Selection.Chosen selection(ComplianceScanSpec scan) {
    Optional<String> name = Optional.ofNullable(benchmark).or(scan::benchmarkName);
    List<String> only = controls.isEmpty() ? scan.selection().included() : controls;
    Selection selection = Selection.of(Catalogue.load(), name, only, scan.selection().excluded());
    if (selection instanceof Selection.Unknown unknown) {
      String option = unknown.field().equals("benchmark") ? "--benchmark: " : "--control: ";
      throw bad(option + unknown.why());
    }
    return (Selection.Chosen) selection;
  }

  private List<NodeFindings> findings(Engine engine) throws BadInput {
    if (files.isEmpty()) {
      Path root = hostRoot == null ? Path.of("/") : hostRoot;
      if (!Files.isDirectory(root)) {
        throw bad("--host-root: " + root + " is no folder");
      }
      Evidence node = new Collector(DEADLINE).collectHost(root);
      return List.of(new NodeFindings("local", engine.evaluate(node, new Release(version))));
    }
    if (hostRoot != null) {
      throw bad("give either --host-root or FILE, not both");
    }
    RepositoryEvidence read =
        RepositoryEvidence.read(files, System.in, new RepositoryReader(DEADLINE));
    read.skipped().forEach(this::say);
    untold.addAll(read.untold());
    return judged(read.evidence(), engine);
  }

  private List<NodeFindings> judged(Map<String, Evidence> evidence, Engine engine) {
    Map<String, Map<Control, Finding>> findings = new LinkedHashMap<>();
    Set<Control> told = new LinkedHashSet<>();
    evidence.forEach(
        (name, found) -> {
          Map<Control, Finding> all = engine.evaluate(found, new Release(version));
          findings.put(name, all);
          all.forEach(
              (control, finding) -> {
                if (finding.reason() != Reason.NotOnThisNode) {
                  told.add(control);
                }
              });
        });
    // Of a component that some files tell of, the others have nothing to say.
    return findings.entrySet().stream()
        .map(
            file ->
                new NodeFindings(
                    file.getKey(),
                    file.getValue().entrySet().stream()
                        .filter(
                            e ->
                                e.getValue().reason() != Reason.NotOnThisNode
                                    || !told.contains(e.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
        .toList();
  }

  private Report report(
      Selection.Chosen selection, ComplianceScanSpec scan, List<NodeFindings> nodes) {
    Clock clock = Clock.systemUTC();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    NodeFindings cluster = new NodeFindings(NodeFindings.CLUSTER, notAsked(selection));
    Attestations attestations = new Attestations(scan.attested(), selection.benchmark(), today);
    return Report.named(
        "check",
        new ReportBuilder(
                selection,
                Stream.concat(nodes.stream(), Stream.of(cluster))
                    .map(attestations::applied)
                    .toList(),
                new Waivers(scan.waived(), selection.benchmark(), today))
            .build(
                "check",
                new ReportBuilder.Times(now, now),
                new ComplianceScanStatus.Nodes(nodes.size(), nodes.size(), 0),
                new Conditions(List.of(), 0, clock)));
  }

  private static Map<Control, Finding> notAsked(Selection.Chosen selection) {
    Finding finding =
        Finding.of(
            Status.NotApplicable,
            Reason.NothingToEvaluate,
            "it is about objects of a cluster, and check asks none",
            List.of());
    return selection.controls().stream()
        .filter(Control::isOfCluster)
        .collect(Collectors.toMap(control -> control, control -> finding));
  }

  private int exitCode(List<ControlResult> results) {
    // One file that can't be read leaves every control untold: said once.
    Set<String> reasons = new LinkedHashSet<>(untold);
    results.stream()
        .flatMap(result -> result.findings().stream())
        .filter(finding -> finding.status() == Status.Error)
        .forEach(finding -> reasons.add("could not be told: " + finding.message()));
    reasons.forEach(this::say);
    boolean fails =
        results.stream()
            .filter(result -> result.severity().compareTo(failOn) <= 0)
            .anyMatch(result -> result.status() == Status.Fail);
    return fails ? 1 : reasons.isEmpty() ? 0 : Verdicts.EXIT_UNTOLD;
  }

  private void say(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("plumbline: " + message);
    err.flush();
  }
}
