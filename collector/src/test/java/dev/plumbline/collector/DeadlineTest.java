package dev.plumbline.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Scope;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void aRepositoryFileThatTakesTooLongStaysARepositoryFile() {
    CountDownLatch never = new CountDownLatch(1);

    Evidence evidence =
        new Deadline(Duration.ofMillis(1))
            .read(
                "clusters/kcp.yaml",
                Scope.repository(),
                () -> {
                  never.await();
                  throw new IllegalStateException("nobody opens the latch");
                });

    assertThat(evidence.scope().origin()).isEqualTo(Scope.Origin.REPOSITORY);
    assertThat(evidence.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.place().file()).isEqualTo("clusters/kcp.yaml"));
  }
}
