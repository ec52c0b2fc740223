package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.e2e.truth.ProbesTable;
import dev.plumbline.e2e.truth.TruthRecorder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is recorded of the probes is still what the real kube-apiserver answers to them. */
class ProbesTruthIT {

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealServerSays() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("probes");
    file.assumeRecorded();

    ProbesTable actual =
        ProbesTable.of(
            TruthFile.version(),
            new TruthRecorder(TruthFile.binaries(), TruthFile.version())
                .tried(TruthRecorder.rows(TruthFile.truth("probes/rows.yaml"))));

    assertThat(actual.rows())
        .isEqualTo(file.readAfter(actual, new TypeReference<ProbesTable>() {}).rows());
  }
}
