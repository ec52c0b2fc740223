package dev.plumbline.cli.output;

import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which failures make the exit status 1. */
public final class GateOptions {

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "The lowest severity whose failure makes the exit status 1: ${COMPLETION-CANDIDATES}."
              + " Default: low")
  private Severity failOn = Severity.low;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "So many controls may fail before the exit status is 1. Default: 0")
  private int maxFailures;

  @Nullable
  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description =
          "A file that --write-baseline wrote. Failures that it holds are reported as Waived, and do"
              + " not count; one that no longer occurs is named.")
  private Path baseline;

  @Nullable
  @Option(
      names = "--write-baseline",
      paramLabel = "FILE",
      description =
          "Writes every failure that there is now to a file, so that only new ones count.")
  private Path writtenBaseline;

  /** Refuses wrong values before any work is done. */
  public void check(CommandLine command) {
    if (maxFailures < 0) {
      throw new ParameterException(command, "--max-failures: " + maxFailures + " is negative.");
    }
  }

  /** The file of the failures that are known. */
  public Optional<Path> baseline() {
    return Optional.ofNullable(baseline);
  }

  /** The file to write the failures to. */
  public Optional<Path> writtenBaseline() {
    return Optional.ofNullable(writtenBaseline);
  }

  /** Whether more controls fail than may, each counted once, however many benchmarks have it. */
  public boolean fails(List<ControlResult> results) {
    long failing =
        results.stream()
            .filter(result -> result.severity().compareTo(failOn) <= 0)
            .filter(result -> result.status() == Status.Fail)
            .map(ControlResult::name)
            .distinct()
            .count();
    return failing > maxFailures;
  }
}
