package dev.plumbline.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A reading that doesn't end, or can't, is evidence of a problem. */
class DeadlineTest {

  private static Evidence read(Callable<Evidence> reading) {
    return new Deadline(Duration.ofMillis(200)).read("/f", Scope.repository(), reading);
  }

  private static Problem problem(Evidence evidence) {
    assertThat(evidence.problems()).hasSize(1);
    return evidence.problems().get(0);
  }

  @Test
  void aReadingThatHangsEnds() {
    Evidence evidence =
        read(
            () -> {
              new CountDownLatch(1).await();
              throw new IllegalStateException("unreachable");
            });
    assertThat(problem(evidence).why()).contains("could not be read within");
    assertThat(problem(evidence).place().file()).isEqualTo("/f");
    assertThat(evidence.scope().origin()).isEqualTo(Scope.Origin.REPOSITORY);
  }

  @Test
  void aReadingThatOverflowsIsAProblemOfItsFile() {
    Evidence evidence =
        read(
            () -> {
              throw new StackOverflowError();
            });
    assertThat(problem(evidence).why()).contains("too large");
  }

  @Test
  void aFaultOfOursIsNotHidden() {
    assertThatThrownBy(
            () ->
                read(
                    () -> {
                      throw new IllegalArgumentException("x");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }
}
