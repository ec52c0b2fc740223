package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.format.Verdicts;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.api.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for a run and tells how far it is. */
final class Progress {

  private final PrintWriter err;
  private String said = "";

  Progress(PrintWriter err) {
    this.err = err;
  }

  /**
   * Waits until the scan has done its work, or can't do it.
   *
   * @param before the run that doesn't count; empty when every run does
   * @param generation of the spec that the run must be for
   * @return the exit status: 0 compliant, 1 not, 2 when it could not be told
   */
  int await(
      KubernetesClient client, String name, String before, long generation, Duration patience) {
    try {
      ComplianceScan scan =
          client
              .resources(ComplianceScan.class)
              .withName(name)
              .waitUntilCondition(
                  seen -> isOver(seen, before, generation), patience.toSeconds(), TimeUnit.SECONDS);
      return verdict(client, scan);
    } catch (KubernetesClientTimeoutException e) {
      say("the scan " + name + " did not end within " + patience.toSeconds() + " s: " + said);
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
            .filter(condition -> condition.getType().equals("Ready"))
            .map(Condition::getMessage)
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
        .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
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
