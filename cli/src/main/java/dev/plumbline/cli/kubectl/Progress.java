package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.output.Outputs;
import dev.plumbline.cli.output.Verdicts;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows a run: tells how far it is, and prints its report. */
final class Progress {

  @Mixin private Outputs outputs = new Outputs();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait. Default: ${DEFAULT-VALUE}",
      defaultValue = "600")
  private int timeout;

  private PrintWriter err = new PrintWriter(Writer.nullWriter());
  private String said = "";

  /** Complains of wrong options before the work is done. */
  void check(CommandLine command) {
    outputs.check(command);
  }

  /**
   * Waits until a scan has done its work, or can't do it, and prints the report.
   *
   * @param before the run that doesn't count; empty when every run does
   * @return the exit status: 0 compliant, 1 not, 2 when it could not be told
   */
  int follow(KubernetesClient client, ComplianceScan scan, String before, CommandLine command) {
    err = command.getErr();
    String name = scan.getMetadata().getName();
    long generation = Optional.ofNullable(scan.getMetadata().getGeneration()).orElse(0L);
    int exit = await(client, name, before, generation);
    Cluster.report(client, name)
        .filter(report -> report.getStatus() != null)
        .ifPresent(report -> outputs.write(Cluster.value(report), command));
    return exit;
  }

  private int await(KubernetesClient client, String name, String before, long generation) {
    try {
      ComplianceScan scan =
          client
              .resources(ComplianceScan.class)
              .withName(name)
              .waitUntilCondition(
                  seen -> isOver(seen, before, generation), timeout, TimeUnit.SECONDS);
      return verdict(client, scan);
    } catch (KubernetesClientTimeoutException e) {
      say("the scan " + name + " did not end within " + timeout + " s: " + said);
      return Verdicts.EXIT_UNTOLD;
    }
  }

  private boolean isOver(ComplianceScan scan, String before, long generation) {
    if (scan == null) {
      throw new IllegalStateException("the scan was deleted");
    }
    Optional<ComplianceScanStatus> status = Optional.ofNullable(scan.getStatus());
    status.ifPresent(this::tell);
    Optional<ComplianceScanStatus.Run> run =
        status.flatMap(s -> Optional.ofNullable(s.run())).filter(r -> !r.id().equals(before));
    boolean current =
        status.filter(s -> Objects.equals(s.observedGeneration(), generation)).isPresent();
    return current && (is(status, "Stalled") || run.isPresent() && is(status, "Ready"));
  }

  private void tell(ComplianceScanStatus status) {
    String message =
        status.conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .map(Condition::message)
            .findFirst()
            .orElse("");
    if (!message.isEmpty() && !message.equals(said)) {
      said = message;
      say(message);
    }
  }

  private static boolean is(Optional<ComplianceScanStatus> status, String type) {
    return status.stream()
        .flatMap(s -> s.conditions().stream())
        .anyMatch(c -> c.type().equals(type) && c.holds());
  }

  private int verdict(KubernetesClient client, ComplianceScan scan) {
    Optional<ComplianceReport> report = Cluster.report(client, scan.getMetadata().getName());
    boolean stalled = is(Optional.ofNullable(scan.getStatus()), "Stalled");
    int exit = report.map(ComplianceReport::getStatus).map(Verdicts::exit).orElse(2);
    // Some nodes not read: what the others come to isn't the answer.
    return stalled && exit == 0 ? Verdicts.EXIT_UNTOLD : exit;
  }

  private void say(String message) {
    err.println("plumbline: " + message);
    err.flush();
  }
}
