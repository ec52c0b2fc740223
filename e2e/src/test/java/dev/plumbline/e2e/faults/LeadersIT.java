package dev.plumbline.e2e.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two replicas: the leader stops where it is, another takes over, and the first goes on. */
@ExtendWith(LaboratoryExtension.class)
class LeadersIT {

  private static final String LEASE = "plumbline-operator";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static final FaultRow ROW =
      new FaultRow(
          "The leader is paused and resumed; there are two leaders for a moment",
          "during a run, until another replica has taken over and goes on with the run",
          FaultRow.Cases.of(1),
          "the same report; what the former leader still writes is refused by its resource version",
          LeadersIT.class);

  private static String holder(Laboratory laboratory) {
    var lease =
        laboratory.admin().leases().inNamespace(ControlPlane.NAMESPACE).withName(LEASE).get();
    return lease == null ? "" : Objects.toString(lease.getSpec().getHolderIdentity(), "");
  }

  @Test
  void pausedAndResumed(Laboratory laboratory) throws IOException, InterruptedException {
    laboratory.operator().kill();
    try (OperatorProcess first = laboratory.replica("first", true)) {
      await().atMost(PATIENCE).until(() -> !holder(laboratory).isEmpty());
      String leader = holder(laboratory);
      try (OperatorProcess second = laboratory.replica("second", true)) {
        laboratory.nodes().choose("w-1", (pod, attempt) -> Outcome.hung());
        laboratory.apply("");
        await().atMost(PATIENCE).until(() -> laboratory.runningPods().findAny().isPresent());
        first.pause();
        await().atMost(PATIENCE).until(() -> !holder(laboratory).equals(leader));
        laboratory.nodes().chooseNothing();
        first.resume();
        laboratory.runningPods().forEach(pod -> laboratory.nodes().end(pod));
        laboratory.assertUndisturbed("a paused leader");
      }
    } finally {
      laboratory.operator().restart();
    }
  }
}
