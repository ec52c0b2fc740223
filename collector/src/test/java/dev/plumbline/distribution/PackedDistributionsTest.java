package dev.plumbline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.packed.PackedReader;
import dev.plumbline.packed.PackedWriter;
import org.junit.jupiter.api.Test;

final class PackedDistributionsTest {

  @Test
  void theBuildPackedWhatTheFilesHave() {
    assertThat(PackedReader.ofResource(Distributions.class, Distributions.PACKED))
        .map(packed -> packed.readList(Distribution.class))
        .hasValue(DistributionFiles.read());
  }

  @Test
  void twoBuildsMakeTheSameBytes() {
    assertThat(new PackedWriter().writeList(DistributionFiles.read()).bytes())
        .isEqualTo(new PackedWriter().writeList(DistributionFiles.read()).bytes());
  }
}
