package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.plumbline.e2e.truth.EtcdRow;
import dev.plumbline.e2e.truth.EtcdTrial;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is recorded of etcd is still where it answers those who have no certificate. */
class EtcdTruthIT {

  /** {@code -Dplumbline.truth.record} writes the answers instead of comparing with them. */
  @Test
  void recordedAnswersAreWhatTheRealEtcdGives() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("etcd");
    file.assumeRecorded();

    EtcdRow.Table actual =
        new EtcdTrial(TruthFile.binaries(), TruthFile.version())
            .tried(EtcdRow.read(TruthFile.truth("etcd/rows.yaml")));

    assertThat(actual).isEqualTo(file.readAfter(actual, new TypeReference<EtcdRow.Table>() {}));
  }
}
