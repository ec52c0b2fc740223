package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator is killed after each write of a scan, before it has the reply. */
@ExtendWith(LaboratoryExtension.class)
class KilledOperatorIT {

  /** Progress that is told while nodes are read makes a few more. */
  private static final int WRITES = 13;

  static final FaultRow ROW =
      new FaultRow(
          "The operator is killed after a write and restarted",
          "after each write of a scan in turn, before it has the reply",
          FaultRow.Cases.atLeast(WRITES),
          "the same report, later",
          KilledOperatorIT.class);

  @Test
  void afterEachWriteInTurn(Laboratory laboratory) throws IOException {
    int writes = 0;
    while (killedAfter(laboratory, writes + 1)) {
      writes++;
    }
    assertThat(writes).as("writes of a scan").isGreaterThanOrEqualTo(WRITES);
  }

  /** Whether the scan had so many writes. */
  private static boolean killedAfter(Laboratory laboratory, int number) throws IOException {
    AtomicInteger writes = new AtomicInteger();
    CountDownLatch killed = new CountDownLatch(1);
    laboratory
        .proxy()
        .follow(
            new FaultyProxy.Plan() {
              @Override
              public Fault of(Request request) {
                return new Fault.None();
              }

              @Override
              public boolean losesReply(FaultyProxy.Seen answered) {
                boolean isLast = answered.hasWritten() && writes.incrementAndGet() == number;
                if (isLast) {
                  laboratory.operator().kill();
                  killed.countDown();
                }
                return isLast;
              }
            });
    laboratory.apply("");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                killed.getCount() == 0
                    || laboratory.status().filter(Laboratory::isFinished).isPresent());
    boolean wasKilled = killed.getCount() == 0;
    if (wasKilled) {
      laboratory.operator().restart();
    }
    laboratory.assertUndisturbed("killed after write " + number);
    return wasKilled;
  }
}
