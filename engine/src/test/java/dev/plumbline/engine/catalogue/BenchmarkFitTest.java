package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.BenchmarkFit.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BenchmarkFitTest {

  private static BenchmarkFit fit(
      Family family, String distribution, String version, String cluster) {
    return BenchmarkFit.of(
        new BenchmarkHeading("b", family, "B", distribution, List.of("1.29", "1.30", "1.32"), ""),
        new Platform("the cluster", version, cluster.isEmpty() ? List.of() : List.of(cluster), ""));
  }

  @ParameterizedTest
  @CsvSource({
    "v1.30.1, kubernetes, Matches",
    "v1.31.1, kubernetes, BenchmarkNotForRelease",
    "v1.30.1+k3s1, k3s, BenchmarkNotForDistribution",
    "'', kubernetes, ReleaseUnknown",
    "'', '', ReleaseUnknown",
    "nothing, kubernetes, ReleaseUnknown"
  })
  void distributionAndReleaseDecide(String version, String distribution, Reason reason) {
    assertThat(fit(Family.cis, "kubernetes", version, distribution).reason()).isEqualTo(reason);
    assertThat(fit(Family.stig, "kubernetes", version, distribution).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"nsa", "pss"})
  void guidesForKubernetesAsSuchAreForEveryDistribution(Family family) {
    assertThat(fit(family, "kubernetes", "v1.30.0+k3s1", "k3s").isMatch()).isTrue();
  }

  @Test
  void benchmarkWithoutReleasesIsForAny() {
    BenchmarkHeading any = new BenchmarkHeading("b", Family.stig, "B", "kubernetes", List.of(), "");
    assertThat(BenchmarkFit.of(any, Platform.unknown("the cluster")).isMatch()).isTrue();
  }

  @Test
  void mismatchNamesWhatTheBenchmarkIsForWhatTheClusterIsAndWhatToDo() {
    assertThat(fit(Family.cis, "kubernetes", "v1.31.1", "kubernetes").withRemedy("Do this.").why())
        .isEqualTo(
            "The benchmark b was written for Kubernetes 1.29-1.30, 1.32, and the cluster is of 1.31."
                + " Do this.");
    assertThat(BenchmarkFit.matches().withRemedy("Do this.").why()).isEmpty();
  }

  @Test
  void distributionThatTwoClaimFitsTheBenchmarkOfEither() {
    Platform both = new Platform("the cluster", "v1.30.0", List.of("k3s", "rke2"), "k3s by a file");
    BenchmarkHeading k3s = new BenchmarkHeading("k", Family.cis, "K", "k3s", List.of("1.30"), "");
    BenchmarkHeading eks = new BenchmarkHeading("e", Family.cis, "E", "eks", List.of("1.30"), "");
    assertThat(BenchmarkFit.of(k3s, both).isMatch()).isTrue();
    assertThat(BenchmarkFit.of(eks, both).reason()).isEqualTo(Reason.BenchmarkNotForDistribution);
  }

  @Test
  void distributionThatTwoClaimIsSaidWhereTheClusterDecides() {
    BenchmarkChoice choice =
        BenchmarkChoice.of(
            Catalogue.load(),
            new Platform(
                "the cluster", "v1.26.1", List.of("k3s", "rke2"), "k3s by /a, RKE2 by /b"));
    assertThat(choice.fit().reason()).isEqualTo(Reason.DistributionAmbiguous);
    assertThat(choice.fit().why())
        .startsWith(
            "The distribution of the cluster could not be determined: k3s by /a, RKE2 by /b; the"
                + " benchmark k3s-cis-");
  }
}
