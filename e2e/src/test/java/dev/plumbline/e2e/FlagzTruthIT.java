package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.e2e.truth.FlagzRecorder;
import dev.plumbline.e2e.truth.FlagzTable;
import dev.plumbline.e2e.truth.TruthRecorder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is recorded of {@code /flagz} is still what the real kube-apiserver answers. */
class FlagzTruthIT {

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealServerSays() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("flagz");
    // Older releases serve it only by a feature gate, and as text that is not meant to be parsed.
    file.assumeRecorded();

    FlagzTable actual =
        new FlagzRecorder(TruthFile.binaries(), TruthFile.version())
            .record(TruthRecorder.rows(TruthFile.truth("flagz/rows.yaml")));

    assertThat(actual.rows())
        .isEqualTo(file.readAfter(actual, new TypeReference<FlagzTable>() {}).rows());
  }
}
