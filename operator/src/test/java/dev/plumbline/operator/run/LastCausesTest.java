package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastCausesTest {

  private static final Optional<String> UNSIGNED = Optional.of("unsigned");
  private static final Optional<String> CHANGED = Optional.of("changed");

  private final LastCauses causes = new LastCauses();

  @Test
  void eachCauseIsToldOnce() {
    assertThat(causes.ifNew("cis", UNSIGNED)).isEqualTo(UNSIGNED);
    assertThat(causes.ifNew("cis", UNSIGNED)).isEmpty();
    assertThat(causes.ifNew("other", UNSIGNED)).isEqualTo(UNSIGNED);
    assertThat(causes.ifNew("cis", CHANGED)).isEqualTo(CHANGED);
  }

  @Test
  void whatComesBackIsToldAgain() {
    causes.ifNew("cis", UNSIGNED);
    assertThat(causes.ifNew("cis", Optional.empty())).isEmpty();
    assertThat(causes.ifNew("cis", UNSIGNED)).isEqualTo(UNSIGNED);
  }
}
