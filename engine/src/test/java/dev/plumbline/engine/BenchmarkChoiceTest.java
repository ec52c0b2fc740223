package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Family;
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
    "v1.29.7-gke.1008000, gke-1.6",
    "v1.22.17+k3s1, k3s-cis-1.23",
    "v1.26.15+k3s1, k3s-cis-1.8",
    "v1.27.16+k3s1, k3s-cis-1.9",
    "v1.28.15+k3s1, k3s-cis-1.10",
    "v1.31.14+k3s1, k3s-cis-1.11",
    "v1.36.1+k3s1, k3s-cis-1.12",
    "v1.26.15+rke2r1, rke2-cis-1.8",
    "v1.29.6+rke2r1, rke2-cis-1.11",
    "v1.32.5+rke2r1, rke2-cis-1.12",
    "v1.36.0+rke2r1, rke2-cis-1.12",
    "v1.33.1-eks-1234567, eks-1.8",
    "v1.30.5-gke.1000000, gke-1.8",
    "v1.31.5-gke.1000000, gke-1.9"
  })
  void byVersionAndDistribution(String version, String benchmark) {
    BenchmarkChoice choice =
        BenchmarkChoice.of(CATALOGUE, version, Distributions.ofVersion(version).name());
    assertThat(choice.benchmark().name()).isEqualTo(benchmark);
    assertThat(choice.fit().isMatch()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "v1.99.0, kubernetes, cis-2.0",
    "v1.3.0, kubernetes, cis-2.0",
    "'', kubernetes, cis-2.0",
    "v1.36.3, kubernetes, cis-2.0",
    "v1.37.2, kubernetes, cis-2.0",
    "v1.37.0+rke2r1, rke2, rke2-cis-1.12",
    "v1.35.0, gke, gke-1.9",
    "v1.30.1-aliyun.1, ack, ack-1.0",
    "v1.24.3, tkgi, tkgi-1.2.53",
    "v1.30.0, somebody, cis-1.11",
    "v1.99.0, somebody, cis-2.0"
  })
  void theNewestAndAWordWhenNoneWasWrittenForIt(
      String version, String distribution, String benchmark) {
    BenchmarkChoice choice = BenchmarkChoice.of(CATALOGUE, version, distribution);
    assertThat(choice.benchmark().name()).isEqualTo(benchmark);
    assertThat(choice.fit().why()).contains(benchmark);
  }

  @ParameterizedTest
  @CsvSource({
    "1.23.5, openshift-1.1",
    "1.24.16, openshift-1.7",
    "1.26.9, openshift-1.9",
    "1.33.6, openshift-1.9"
  })
  void openShiftByTheReleaseOfItsKubernetes(String version, String benchmark) {
    BenchmarkChoice choice = BenchmarkChoice.of(CATALOGUE, version, "openshift");
    assertThat(choice.benchmark().name()).isEqualTo(benchmark);
    assertThat(choice.fit().isMatch()).isTrue();
  }

  @Test
  void releaseAfterTheNewestBenchmarkHearsOfTheOneThatIsKnownInPart() {
    BenchmarkChoice choice = BenchmarkChoice.of(CATALOGUE, "v1.36.3", "kubernetes");
    assertThat(choice.benchmark().name()).isEqualTo("cis-2.0");
    assertThat(choice.fit().why()).contains("v2.1.0", "5.1.14", "cis-2.1");
    assertThat(BenchmarkChoice.of(CATALOGUE, "v1.34.4", "kubernetes").fit().why()).isEmpty();
    assertThat(CATALOGUE.newest().name()).isEqualTo("cis-2.0");
  }

  @Test
  void everyBenchmarkIsChosenForSomethingAndNoneTwice() {
    assertThat(
            CATALOGUE.benchmarks().stream()
                .flatMap(b -> b.kubernetes().stream().map(minor -> b.distribution() + minor)))
        .doesNotHaveDuplicates();
    // Those that state no release, and the one of which only a part is known.
    assertThat(
            CATALOGUE.benchmarks().stream()
                .filter(b -> b.family() == Family.cis && b.kubernetes().isEmpty())
                .map(Benchmark::name))
        .containsExactlyInAnyOrder("cis-2.1", "k3s-cis-1.6", "ack-1.0", "tkgi-1.2.53");
  }
}
