package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a stock node no control is an Error because of a flag or a default of the release. */
class StockKubeadmTest {

  @TempDir private Path temp;

  static List<String> releases() throws IOException {
    return StockKubeadmNode.versions();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void noControlIsAnErrorBecauseOfTheRelease(String version) throws IOException {
    StockKubeadmNode node = StockKubeadmNode.evaluate(version, temp);

    assertThat(node.findings().values())
        .filteredOn(f -> f.status() == Status.Pass)
        .hasSizeGreaterThan(30);
    assertThat(node.findings().entrySet())
        .filteredOn(entry -> entry.getValue().status() == Status.Error)
        .extracting(entry -> entry.getKey().name() + ": " + entry.getValue().message())
        .isEmpty();
  }
}
