package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.input.BundleFile;
import dev.plumbline.cli.input.RepositoryEvidence;
import dev.plumbline.cli.input.ScanFile;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.Selection;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.plan.Overlay;
import dev.plumbline.report.plan.Plan;
import dev.plumbline.report.plan.PlanText;
import dev.plumbline.report.plan.Planner;
import dev.plumbline.repository.RepositoryReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verdict after a merge or an upgrade, before either. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Says which controls would change their status on which nodes, and which",
      "components would refuse to start: with another release of Kubernetes, with",
      "a repository's files laid over the nodes, or both: static pods' manifests,",
      "KubeletConfiguration files and the like, and installers' configuration. The",
      "evidence is that of 'plumbline export --evidence'.",
      ""
    },
    footer = {
      "",
      "Exit status:",
      "  1  a control would fail that does not fail now, or more than",
      "     --max-failures; or a component would refuse to start",
      "  2  neither, and a control could no longer be determined, a file was not",
      "     taken into account, or the usage is wrong",
      "  0  nothing gets worse",
      "",
      "Examples:",
      "  plumbline plan --evidence cis-evidence.zip --kubernetes-version 1.37",
      "  plumbline plan --evidence cis-evidence.zip manifests/kube-apiserver.yaml",
      "  plumbline plan --evidence cis-evidence.zip kubelet.yaml --nodes 'worker-*'",
      "  plumbline plan --evidence cis-evidence.zip manifests/ -o json --fail-on high"
    })
final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--evidence",
      paramLabel = "BUNDLE",
      required = true,
      description = "The evidence of a cluster's nodes, from plumbline export --evidence.")
  private Path evidence = Path.of("");

  @Parameters(
      paramLabel = "FILE",
      description =
          "Files, directories, patterns in quotes, or - for standard input, to be laid over the"
              + " nodes.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--nodes",
      paramLabel = "NAME",
      split = ",",
      description =
          "Lay FILE over these nodes only, by name or by a pattern such as 'worker-*'; may be"
              + " repeated. Default: every node with what FILE configures")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--kubernetes-version",
      paramLabel = "VERSION",
      description =
          "The release that every component but etcd would run, such as 1.37; one whose flags are"
              + " known.")
  private String version = "";

  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description =
          "The benchmark to evaluate; may be repeated. Default: that of the evidence bundle")
  private List<String> benchmarks = new ArrayList<>();

  @Mixin private RequirementOptions requirements = new RequirementOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: text")
  private Format format = Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "The lowest severity whose new failure makes the exit status 1: ${COMPLETION-CANDIDATES}."
              + " Default: low")
  private Severity failOn = Severity.low;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "So many controls may newly fail before the exit status is 1. Default: 0")
  private int maxFailures;

  /** How a plan is written. */
  enum Format {
    text,
    json
  }

  @Override
  public Integer call() throws UsageException {
    if (version.isEmpty() && files.isEmpty()) {
      throw new UsageException("Give --kubernetes-version, FILE, or both.");
    }
    if (!nodes.isEmpty() && files.isEmpty()) {
      throw new UsageException("--nodes: Give FILE too. It is laid over these nodes.");
    }
    if (maxFailures < 0) {
      throw new UsageException("--max-failures: " + maxFailures + " is negative.");
    }
    String release = version.isEmpty() ? "" : KnownRelease.of(version);
    EvidenceBundle bundle = BundleFile.read(evidence);
    ScanFile noScan =
        ScanFile.none(Catalogue.load())
            .with(new CheckedBundle(bundle).definitions(), evidence.toString());
    List<Selection.Chosen> selected =
        new CheckSelection(
                noScan,
                benchmarks.isEmpty() ? bundle.index().benchmarks() : benchmarks,
                requirements.over(noScan.spec().selection()))
            .resolved();
    List<String> undetermined = new ArrayList<>();
    Overlay overlay = files.isEmpty() ? Overlay.none() : overlay(undetermined);
    Plan plan = new Planner(selected, release, overlay).of(bundle);
    spec.commandLine().getOut().print(format == Format.json ? json(plan) : PlanText.of(plan));
    spec.commandLine().getOut().flush();
    undetermined.forEach(this::print);
    if (bundle.counts().areTooFew()) {
      undetermined.add(bundle.counts().message());
      print(bundle.counts().message());
    }
    return exitCode(plan, undetermined);
  }

  private Overlay overlay(List<String> undetermined) throws UsageException {
    RepositoryEvidence read =
        RepositoryEvidence.read(files, System.in, new RepositoryReader(CheckSources.DEADLINE));
    if (!read.unrelated().isEmpty()) {
      print(read.unrelated());
    }
    undetermined.addAll(read.undetermined());
    return Overlay.of(read.evidence()).forNodes(nodes);
  }

  private int exitCode(Plan plan, List<String> undetermined) {
    long failing =
        plan.changes().stream()
            .filter(change -> change.after() == Status.Fail)
            .filter(change -> change.severity().compareTo(failOn) <= 0)
            .map(Plan.Change::control)
            .distinct()
            .count();
    boolean refused =
        plan.refusals().stream().anyMatch(refusal -> refusal.since() == Plan.Since.PLAN);
    if (failing > maxFailures || refused) {
      return ExitCodes.NOT_COMPLIANT;
    }
    boolean unknown =
        !undetermined.isEmpty()
            || !plan.notLaid().isEmpty()
            || !plan.refusals().isEmpty()
            || plan.changes().stream().anyMatch(change -> change.after() == Status.Error);
    return unknown ? ExitCodes.UNDETERMINED : ExitCodes.COMPLIANT;
  }

  private static String json(Plan plan) {
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(plan)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan can't be written", e);
    }
  }

  private void print(String message) {
    Notices.print(spec.commandLine().getErr(), message);
  }
}
