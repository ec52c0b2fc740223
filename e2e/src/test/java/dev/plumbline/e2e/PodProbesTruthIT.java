package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.e2e.truth.PodRow;
import dev.plumbline.e2e.truth.PodTrial;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded of components that run as pods is still what they answer to the probes. */
class PodProbesTruthIT {

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealComponentsGive() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("probes/pods");
    file.assumeRecorded();

    List<PodRow.Recorded> actual =
        new PodTrial(TruthFile.binaries(), TruthFile.version())
            .tried(PodRow.read(TruthFile.truth("probes/pods/rows.yaml")));

    assertThat(actual)
        .isEqualTo(file.readAfter(actual, new TypeReference<List<PodRow.Recorded>>() {}));
  }
}
