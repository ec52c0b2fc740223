package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import org.junit.jupiter.api.Test;

class ExplainTest {

  @Test
  void everyNumberOfEveryBenchmarkIsThere() {
    String control = "apiserver-authorization-mode-not-always-allow";
    String text = Run.of("explain", control).out();
    Catalogue.load()
        .benchmarks()
        .forEach(
            benchmark ->
                benchmark
                    .numbers(control)
                    .forEach(
                        number ->
                            assertThat(text)
                                .containsPattern(
                                    "(?m)^ +"
                                        + benchmark.name().replace(".", "\\.")
                                        + " +"
                                        + number.replace(".", "\\.")
                                        + " ")));
  }

  @Test
  void mappingNamesTheStigAndNist() {
    assertThat(Run.of("explain", "V-242381").out())
        .containsPattern("NIST SP 800-53 rev\\. 5 +\\w+")
        .containsPattern("DISA STIG +V-242381 ");
  }

  @Test
  void numberThatSeveralControlsHaveIsNotGuessed() {
    assertThat(Run.of("explain", "1.2.31").exit()).isEqualTo(2);
  }

  @Test
  void examplesAreInTheText() {
    assertThat(Run.of("explain", "apiserver-profiling-off").out())
        .containsSubsequence("Remediation", "Examples of the fix", "kops, the Cluster", "Impact");
    assertThat(Run.of("explain", "rbac-no-wildcards").out()).doesNotContain("Examples of the fix");
  }
}
