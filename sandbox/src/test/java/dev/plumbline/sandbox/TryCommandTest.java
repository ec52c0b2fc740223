package dev.plumbline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The whole path against the embedded API server: scan, Jobs, collectors, report. */
class TryCommandTest {

  @Test
  void scansTheSampleNodesAndShowsWhatFails() {
    System.setProperty("plumbline.home", Run.project().toString());

    Run run = Run.of("try");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("NAME   COMPLIANT   PASS   FAIL")
        .containsPattern("cis +False +\\d+ +\\d+ +0 +\\d+ +\\d+ +AllObserved +3 +3 +cis-2.0")
        .containsSubsequence("Not compliant", "FAILURES: critical", "on control-plane-2")
        .contains("-    - --authorization-mode=AlwaysAllow");
  }

  @Test
  void scansAFolderOfOnesOwn() {
    System.setProperty("plumbline.home", Run.project().toString());

    Run run = Run.of("try", "--host-root", Run.sample("control-plane-1"));

    assertThat(run.out()).containsPattern("cis +False +\\d+ +\\d+ +0 ");
  }
}
