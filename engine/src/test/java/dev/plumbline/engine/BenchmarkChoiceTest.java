package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkChoiceTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  @ParameterizedTest
  @CsvSource({
    "v1.15.12, cis-1.5",
    "v1.18.0, cis-1.6",
    "v1.24.17, cis-1.24",
    "v1.33.1, cis-1.12",
    "v1.34.4, cis-2.0",
    "v1.25.3+k3s1, k3s-cis-1.7",
    "v1.24.9+rke2r1, rke2-cis-1.24",
    "v1.30.4-eks-a737599, eks-1.7",
    "v1.29.7-gke.1008000, gke-1.6"
  })
  void byVersionAndDistribution(String version, String benchmark) {
    BenchmarkChoice choice =
        BenchmarkChoice.of(CATALOGUE, version, Distributions.ofVersion(version).name());
    assertThat(choice.benchmark().name()).isEqualTo(benchmark);
    assertThat(choice.mismatch()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "v1.99.0, kubernetes, cis-2.0",
    "v1.3.0, kubernetes, cis-2.0",
    "'', kubernetes, cis-2.0",
    "v1.36.0+rke2r1, rke2, rke2-cis-1.7",
    "v1.30.0, somebody, cis-2.0"
  })
  void theNewestAndAWordWhenNoneWasWrittenForIt(
      String version, String distribution, String benchmark) {
    BenchmarkChoice choice = BenchmarkChoice.of(CATALOGUE, version, distribution);
    assertThat(choice.benchmark().name()).isEqualTo(benchmark);
    assertThat(choice.mismatch()).contains(benchmark);
  }

  @Test
  void everyBenchmarkIsChosenForSomethingAndNoneTwice() {
    assertThat(
            CATALOGUE.benchmarks().stream()
                .flatMap(b -> b.kubernetes().stream().map(minor -> b.distribution() + minor)))
        .doesNotHaveDuplicates();
    assertThat(CATALOGUE.benchmarks()).allMatch(b -> !b.kubernetes().isEmpty());
  }
}
