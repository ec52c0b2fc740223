package dev.plumbline.cli;

import dev.plumbline.cli.input.BaselineFile;
import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.input.ScanFile;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.GateOptions;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.cli.output.OutputOptions;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.Baseline;
import dev.plumbline.report.Selection;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.repository.RepositoryFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Evaluates files, or a host root, with the same engine as the operator. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Evaluates the files of a repository, the node below a directory, or the evidence of a",
      "cluster's nodes that 'plumbline export --evidence' has written.",
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
      "  plumbline check --host-root / --level 1 --section 4.2",
      "  plumbline check --evidence cis-evidence.zip --benchmark cis-1.12"
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private CheckSources sources = new CheckSources();

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Mixin private RequirementOptions requirements = new RequirementOptions();

  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = {
        "The benchmark to evaluate, such as cis-1.12; may be repeated. 'plumbline benchmarks'"
            + " lists",
        "them. Default: that of the evidence bundle, else the newest"
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

  @Mixin private GateOptions gate = new GateOptions();

  @Override
  public Integer call() throws UsageException {
    outputs.check(spec.commandLine());
    gate.check(spec.commandLine());
    sources.check();
    Baseline baseline =
        gate.baseline().isPresent() ? BaselineFile.read(gate.baseline().get()) : Baseline.none();
    Catalogue shipped = Catalogue.load();
    Optional<CheckedBundle> bundle = sources.bundle();
    ScanFile scan =
        (scanFile == null ? ScanFile.none(shipped) : ScanFile.read(scanFile, shipped))
            .with(bundle.map(CheckedBundle::definitions).orElse(Map.of()), "the evidence bundle");
    List<Selection.Chosen> selected =
        new CheckSelection(scan, asked(scan, bundle), requirements.over(scan.spec().selection()))
            .resolved();
    outputs.check(spec.commandLine(), selected.size());
    CheckInput input =
        bundle.isPresent() ? bundle.get() : sources.files(spec.commandLine().getErr());
    CheckedPlatforms platforms = input.platforms(shipped);
    List<Selection.Chosen> fitted = selected.stream().map(platforms::fitted).toList();
    // A terminal has it in the report already, as it has what could not be determined.
    boolean inTerminal = outputs.isReadInTerminal(spec.commandLine());
    if (!inTerminal) {
      fitted.stream()
          .map(chosen -> chosen.fit().why())
          .filter(w -> !w.isEmpty())
          .forEach(this::print);
    }
    Checked checked =
        input.evaluate(new CheckRules(fitted, scan.approvals(), baseline, Clock.systemUTC()));
    outputs.write(checked.reports(), spec.commandLine());
    boolean written = new BaselineUse(gate, baseline, spec.commandLine()).of(input, checked);
    List<ControlResult> results =
        checked.reports().stream().flatMap(report -> report.status().controls().stream()).toList();
    Set<String> reasons = input.undetermined(results);
    reasons.stream()
        .filter(reason -> !inTerminal || !ErrorLines.isIn(results, reason))
        .forEach(this::print);
    return exitCode(reasons, results, written);
  }

  /** The benchmarks by name: those of the options or the scan, else those of the bundle. */
  private List<String> asked(ScanFile scan, Optional<CheckedBundle> bundle) {
    return benchmarks.isEmpty() && scan.spec().benchmarkNames().isEmpty()
        ? bundle.map(CheckedBundle::benchmarks).orElse(List.of())
        : benchmarks;
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
