package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.output.ExitCodes;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.cli.output.OutputOptions;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Condition;
import dev.plumbline.report.model.Report;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows a run: prints its progress, then its reports. */
final class RunFollower {

  /** Reasons of Stalled that a run ends with. With any other, no run can start. */
  private static final Set<String> RESULTS_OF_A_RUN = Set.of("NodesNotRead", "NotCompliant");

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait. Default: ${DEFAULT-VALUE}",
      defaultValue = "600")
  private int timeout;

  private PrintWriter err = new PrintWriter(Writer.nullWriter());
  private String printed = "";

  /**
   * Refuses wrong options before any work is done.
   *
   * @param benchmarks how many the scan has, as far as that is known
   */
  void check(CommandLine command, int benchmarks) {
    outputs.check(command, benchmarks);
  }

  /**
   * Waits until a run is over, or none can start, and prints its reports. A report of an earlier
   * run is not printed.
   *
   * @param before the run that doesn't count; empty when every run does
   * @return the exit status
   */
  int follow(KubernetesClient client, ComplianceScan scan, String before, CommandLine command) {
    err = command.getErr();
    String name = scan.getMetadata().getName();
    long generation = Optional.ofNullable(scan.getMetadata().getGeneration()).orElse(0L);
    Optional<ComplianceScan> over = await(client, name, before, generation);
    List<Report> reports =
        over.filter(ended -> hasAnotherRun(ended, before)).stream()
            .flatMap(ended -> ClusterOptions.reportsOf(client, ended).stream())
            .filter(read -> read.getStatus() != null)
            .map(ClusterOptions::value)
            .toList();
    if (!reports.isEmpty()) {
      outputs.write(reports, command);
    }
    return over.isEmpty() ? ExitCodes.UNDETERMINED : exitCode(over.get(), reports);
  }

  private Optional<ComplianceScan> await(
      KubernetesClient client, String name, String before, long generation) {
    try {
      return Optional.of(
          client
              .resources(ComplianceScan.class)
              .withName(name)
              .waitUntilCondition(
                  current -> isOver(current, before, generation), timeout, TimeUnit.SECONDS));
    } catch (KubernetesClientTimeoutException e) {
      print(
          "The scan "
              + name
              + " did not end within "
              + timeout
              + " s. Its last message: "
              + printed);
      return Optional.empty();
    }
  }

  private boolean isOver(ComplianceScan scan, String before, long generation) {
    if (scan == null) {
      throw new IllegalStateException("The scan was deleted.");
    }
    if (scan.getStatus() == null) {
      return false;
    }
    ComplianceScanStatus status = scan.getStatus();
    printNew(status);
    if (!Objects.equals(status.observedGeneration(), generation)) {
      return false;
    }
    Optional<Condition> stalled =
        Condition.of("Stalled", status.conditions()).filter(Condition::holds);
    if (stalled.isPresent() && !RESULTS_OF_A_RUN.contains(stalled.get().reason())) {
      return true;
    }
    boolean ended =
        stalled.isPresent()
            || Condition.of("Ready", status.conditions()).filter(Condition::holds).isPresent();
    return ended && hasAnotherRun(scan, before);
  }

  /** Whether the scan's run is not the one that doesn't count. */
  private static boolean hasAnotherRun(ComplianceScan scan, String before) {
    return Optional.ofNullable(scan.getStatus())
        .flatMap(status -> Optional.ofNullable(status.run()))
        .filter(run -> !run.id().equals(before))
        .isPresent();
  }

  private void printNew(ComplianceScanStatus status) {
    String message = Condition.of("Ready", status.conditions()).map(Condition::message).orElse("");
    if (!message.isEmpty() && !message.equals(printed)) {
      printed = message;
      print(message);
    }
  }

  private static int exitCode(ComplianceScan scan, List<Report> reports) {
    boolean stalled =
        Optional.ofNullable(scan.getStatus())
            .flatMap(status -> Condition.of("Stalled", status.conditions()))
            .filter(Condition::holds)
            .isPresent();
    int exit = ExitCodes.of(reports.stream().map(Report::status).toList());
    // Some nodes were not read: what holds on the others doesn't hold on all.
    return stalled && exit == ExitCodes.COMPLIANT ? ExitCodes.UNDETERMINED : exit;
  }

  private void print(String message) {
    Notices.print(err, message);
  }
}
