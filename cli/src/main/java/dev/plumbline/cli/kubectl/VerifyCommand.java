package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.input.BenchmarkNames;
import dev.plumbline.cli.input.BundleFile;
import dev.plumbline.cli.input.ReportFile;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.bundle.InvalidBundleException;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.signature.Check;
import dev.plumbline.report.signature.EvidenceChecks;
import dev.plumbline.report.signature.NodeEvidence;
import dev.plumbline.report.signature.ReportChecks;
import dev.plumbline.report.signature.RunEvidence;
import dev.plumbline.report.signature.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies the signature of a report, and its verdicts by the evidence. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies that a report is what the operator has signed, and, with its evidence, that the"
          + " evidence",
      "comes to the same verdicts again. Prints a line for each thing that was verified or not.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 all is verified, 1 something is not, 2 bad usage or unreadable input",
      "",
      "Examples:",
      "  kubectl plumbline verify cis --key public.pem",
      "  kubectl get compliancereport cis -o json > cis.json",
      "  plumbline verify cis.json --key public.pem --evidence cis.zip"
    })
public final class VerifyCommand implements Callable<Integer> {

  private static final int VERIFIED = 0;
  private static final int NOT_VERIFIED = 1;

  private static final int MAX_KEY_BYTES = 64 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "REPORT",
      description =
          "A file with a ComplianceReport as JSON or YAML, - for standard input, or the name of a"
              + " scan or report of the cluster. What is there as a file, has a slash or ends with"
              + " .json, .yaml or .yml is a file.")
  private String report = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The public key as PEM: Ed25519 or ECDSA P-256.")
  private Path key = Path.of("");

  @Nullable
  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "The evidence of the run, as \"plumbline export --evidence\" writes it: its digests are"
              + " compared, and it is evaluated again.")
  private Path evidence;

  @Nullable
  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      completionCandidates = BenchmarkNames.class,
      description = "The benchmark, where the scan has a report on each of several.")
  private String benchmark;

  @Override
  public Integer call() {
    try {
      VerifyingKey verifying = VerifyingKey.of(key(key), key.toString());
      Report read = read();
      List<Check> checks = new ArrayList<>(ReportChecks.of(read, verifying));
      if (evidence != null) {
        checks.addAll(evidence(read, verifying, evidence));
      }
      return print(read, checks);
    } catch (UsageException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Report read() throws UsageException {
    if (report.equals(ReportFile.STANDARD_INPUT)
        || report.matches(".*([/\\\\].*|[.](json|ya?ml))")
        || Files.exists(Path.of(report))) {
      return ReportFile.read(report, System.in);
    }
    return cluster.with(
        client -> ClusterOptions.value(ClusterOptions.reportNamed(client, report, benchmark)));
  }

  private static List<Check> evidence(Report read, VerifyingKey key, Path file)
      throws UsageException {
    try {
      return EvidenceChecks.of(
          read.status(), key, given(BundleFile.verified(file)), Catalogue.load());
    } catch (InvalidBundleException e) {
      // Its reader compares each evidence with its digest: it may have been edited.
      return List.of(new Check(Check.Result.NOT_VERIFIED, "Evidence", file + " " + e.why() + "."));
    }
  }

  private static RunEvidence given(EvidenceBundle bundle) {
    String objects = bundle.index().inputs().clusterObjects();
    return new RunEvidence(
        bundle.index().sources().stream()
            .map(one -> new NodeEvidence(one.name(), one.kubelet(), one.digest()))
            .toList(),
        bundle.readings(),
        objects.isEmpty()
            ? Optional.empty()
            : Optional.of(new RunEvidence.OfCluster(objects, bundle.cluster())),
        bundle.definitions());
  }

  private static String key(Path file) throws UsageException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_KEY_BYTES + 1);
      if (bytes.length > MAX_KEY_BYTES) {
        throw new UsageException(file + " has more than " + MAX_KEY_BYTES + " bytes.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(file + " can't be read.");
    }
  }

  private int print(Report read, List<Check> checks) {
    PrintWriter out = spec.commandLine().getOut();
    checks.forEach(
        check ->
            out.printf(
                Locale.ROOT, "%-14s%s: %s%n", word(check.result()), check.what(), check.found()));
    long failed =
        checks.stream().filter(check -> check.result() == Check.Result.NOT_VERIFIED).count();
    out.printf(
        Locale.ROOT,
        "%nThe report %s is %s.%n",
        read.name().replaceAll("[^A-Za-z0-9.-]", "?"),
        failed == 0 ? "verified" : "not verified");
    out.flush();
    return failed == 0 ? VERIFIED : NOT_VERIFIED;
  }

  private static String word(Check.Result result) {
    return switch (result) {
      case VERIFIED -> "verified";
      case NOT_VERIFIED -> "NOT VERIFIED";
      case NOT_CHECKED -> "not checked";
    };
  }
}
