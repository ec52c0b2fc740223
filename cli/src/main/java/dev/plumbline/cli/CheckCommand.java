package dev.plumbline.cli;

import dev.plumbline.cli.input.BaselineFile;
import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.input.RepositoryEvidence;
import dev.plumbline.cli.input.ScanFile;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.GateOptions;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.cli.output.OutputOptions;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.report.Baseline;
import dev.plumbline.report.Selection;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.repository.RepositoryFile;
import dev.plumbline.repository.RepositoryReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates files, or a host root, with the same engine as the operator. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Evaluates the files of a repository, or the node below a directory.",
      "The controls are those of the operator. A setting that a repository's file leaves to the",
      "installer or to the node is NotApplicable.",
      ""
    },
    footer = {
      "",
      "It reads " + RepositoryFile.KNOWN + ".",
      "",
      "Exit status:",
      "  1  a control fails, or more than --max-failures",
      "  2  no control fails, and one could not be determined (status Error), a file that configures"
          + " a",
      "     component could not be read, or the usage is wrong;",
      "     the reason is on standard error",
      "  0  every control that applies passes",
      "",
      "Examples:",
      "  plumbline check --host-root /",
      "  plumbline check clusters/",
      "  plumbline check 'clusters/**/kubeadm*.yaml' -o sarif=plumbline.sarif -o table",
      "  kustomize build clusters/prod | plumbline check -",
      "  plumbline check clusters/ --scan clusters/prod/scan.yaml --fail-on high",
      "  plumbline check clusters/ --write-baseline plumbline-baseline.json",
      "  plumbline check clusters/ --baseline plumbline-baseline.json -o github",
      "  plumbline check --host-root / --control 1.2.7 --benchmark cis-1.6",
      "  plumbline check --host-root / --benchmark cis-2.0 --benchmark cis-1.12 -o csv",
      "  plumbline check --host-root / --level 1 --section 4.2"
    })
final class CheckCommand implements Callable<Integer> {

  /** Longer than any disk needs for a few small files. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Nullable
  @Option(
      names = "--host-root",
      paramLabel = "DIR",
      description = "The directory that holds the node's /etc and /proc. Default without FILE: /")
  private Path hostRoot;

  @Parameters(
      paramLabel = "FILE",
      description =
          "Files, directories, patterns in quotes, or - for standard input, instead of a host"
              + " root.")
  private List<String> files = new ArrayList<>();

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Option(
      names = "--control",
      paramLabel = "NAME_OR_NUMBER",
      description = "Only this control; may be repeated.")
  private List<String> controls = new ArrayList<>();

  @Mixin private RequirementOptions requirements = new RequirementOptions();

  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = {
        "The benchmark to evaluate, such as cis-1.12; may be repeated. 'plumbline benchmarks'"
            + " lists",
        "them. Default: the newest"
      })
  private List<String> benchmarks = new ArrayList<>();

  @Nullable
  @Option(
      names = "--scan",
      paramLabel = "FILE",
      description = {
        "A ComplianceScan whose benchmarks and controls count here too.",
        "A ComplianceBenchmark that it names may be in the same file, and",
        "the ComplianceWaivers and ComplianceAttestations for it."
      })
  private Path scanFile;

  @Option(
      names = "--kubernetes-version",
      paramLabel = "VERSION",
      description = "The release for files that don't name it, such as v1.36.3.")
  private String version = "";

  @Mixin private GateOptions gate = new GateOptions();

  @Override
  public Integer call() throws UsageException {
    outputs.check(spec.commandLine());
    gate.check(spec.commandLine());
    checkVersion();
    Baseline baseline =
        gate.baseline().isPresent() ? BaselineFile.read(gate.baseline().get()) : Baseline.none();
    Catalogue shipped = Catalogue.load();
    ScanFile scan = scanFile == null ? ScanFile.none(shipped) : ScanFile.read(scanFile, shipped);
    List<Selection.Chosen> selected =
        new CheckSelection(scan, benchmarks, requirements.over(scan.spec().selection(), controls))
            .resolved();
    outputs.check(spec.commandLine(), selected.size());
    List<String> undetermined = new ArrayList<>();
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    Map<String, Evidence> sources = sources(undetermined, unknown);
    ReleaseHints hints = ReleaseHints.requested(version);
    CheckedPlatforms platforms = CheckedPlatforms.of(shipped, sources, hints);
    List<Selection.Chosen> fitted = selected.stream().map(platforms::fitted).toList();
    // A terminal has it in the report already, as it has what could not be determined.
    boolean inTerminal = outputs.isReadInTerminal(spec.commandLine());
    if (!inTerminal) {
      fitted.stream()
          .map(chosen -> chosen.fit().why())
          .filter(w -> !w.isEmpty())
          .forEach(this::print);
    }
    RepositoryCheck check =
        new RepositoryCheck(fitted, scan.approvals(), hints, baseline, Clock.systemUTC());
    RepositoryCheck.Checked checked = check.evaluate(sources);
    outputs.write(checked.reports(), spec.commandLine());
    boolean written = new BaselineUse(gate, baseline, spec.commandLine()).of(check, checked);
    List<ControlResult> results =
        checked.reports().stream().flatMap(report -> report.status().controls().stream()).toList();
    Set<String> reasons = reasons(undetermined, unknown, results);
    reasons.stream()
        .filter(reason -> !inTerminal || !ErrorLines.isIn(results, reason))
        .forEach(this::print);
    return exitCode(reasons, results, written);
  }

  private void checkVersion() throws UsageException {
    if (!version.isEmpty() && Release.of("kube-apiserver", version, "").isEmpty()) {
      throw new UsageException(
          "--kubernetes-version: \"" + version + "\" is not a release such as v1.36.3.");
    }
  }

  private Map<String, Evidence> sources(
      List<String> undetermined, Map<String, List<String>> unknown) throws UsageException {
    if (files.isEmpty()) {
      return Map.of(ErrorLines.HOST, host(hostRoot == null ? Path.of("/") : hostRoot));
    }
    if (hostRoot != null) {
      throw new UsageException("Give either --host-root or FILE, not both.");
    }
    RepositoryEvidence read =
        RepositoryEvidence.read(files, System.in, new RepositoryReader(DEADLINE));
    if (!read.unrelated().isEmpty()) {
      print(read.unrelated());
    }
    undetermined.addAll(read.undetermined());
    unknown.putAll(read.unknown());
    return read.evidence();
  }

  /** Directories alone do not make a node, nor do hidden files, which no component reads. */
  private static boolean holdsNoFile(FileSet set) {
    return set.files().stream()
        .noneMatch(file -> file.kind() == HostFile.Kind.FILE && !file.path().contains("/."));
  }

  private static Evidence host(Path root) throws UsageException {
    if (!Files.isDirectory(root)) {
      throw new UsageException("--host-root: " + root + " is not a directory.");
    }
    Evidence found = new Collector(DEADLINE).collectHost(root);
    boolean empty =
        found.components().isEmpty()
            && found.problems().isEmpty()
            && found.fileSets().stream()
                .allMatch(set -> holdsNoFile(set) && set.unseen().isEmpty());
    if (empty) {
      throw new UsageException(
          "--host-root: "
              + root
              + " holds nothing of a node: no static pod manifest, no process and no file of a"
              + " component. Give the directory that holds the node's /etc and /proc.");
    }
    return found;
  }

  /** Why something could not be determined; empty when all could. */
  private static Set<String> reasons(
      List<String> undetermined, Map<String, List<String>> unknown, List<ControlResult> results) {
    Set<String> reasons = new LinkedHashSet<>(undetermined);
    unknown.values().forEach(reasons::addAll);
    reasons.addAll(ErrorLines.of(results, unknown));
    return reasons;
  }

  private int exitCode(Set<String> reasons, List<ControlResult> results, boolean accepted) {
    if (!accepted && gate.fails(results)) {
      return ExitCodes.NOT_COMPLIANT;
    }
    return reasons.isEmpty() ? ExitCodes.COMPLIANT : ExitCodes.UNDETERMINED;
  }

  private void print(String message) {
    Notices.print(spec.commandLine().getErr(), message);
  }
}
