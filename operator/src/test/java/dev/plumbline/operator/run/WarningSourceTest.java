package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.operator.MovedClock;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarningSourceTest {

  private final AtomicInteger requests = new AtomicInteger();
  private final MovedClock now = new MovedClock();

  private final WarningSource live =
      uid -> {
        requests.incrementAndGet();
        return new Warnings(
            List.of(new EventBuilder().withReason("FailedMount").withMessage("m").build()));
      };

  private Warnings at(int seconds, WarningSource.Patient patient) {
    now.passed(Duration.ofSeconds(seconds));
    return patient.about("uid");
  }

  @Test
  void eventsAreReadForWhatWaitsAndThenNowAndAgain() {
    WarningSource.Patient patient = new WarningSource.Patient(live, now);
    assertThat(at(0, patient).last()).as("most pods start within seconds").isEmpty();
    assertThat(at(3, patient).last()).isEmpty();
    assertThat(requests).hasValue(0);
    assertThat(at(4, patient).last()).contains("FailedMount: m");
    assertThat(at(13, patient).last()).contains("FailedMount: m");
    assertThat(requests).hasValue(1);
    at(14, patient);
    assertThat(requests).hasValue(2);
    at(-86_400, patient);
    assertThat(requests).as("the clock was set back").hasValue(3);
  }
}
