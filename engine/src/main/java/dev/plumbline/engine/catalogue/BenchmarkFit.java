package dev.plumbline.engine.catalogue;

/**
 * Whether a benchmark was written for what it evaluates.
 *
 * @param reason machine-readable
 * @param why a sentence for people; empty when it matches
 */
public record BenchmarkFit(Reason reason, String why) {

  /** What decides it. */
  public enum Reason {
    /** It was written for this distribution and release, or for any. */
    Matches,
    /** Nothing names the release. */
    ReleaseUnknown,
    BenchmarkNotForRelease,
    BenchmarkNotForDistribution,
    /** More than one distribution has left its marks. */
    DistributionAmbiguous
  }

  public static BenchmarkFit matches() {
    return new BenchmarkFit(Reason.Matches, "");
  }

  public boolean isMatch() {
    return reason == Reason.Matches;
  }

  /** The same with what to do about it; nothing is to do when it matches. */
  public BenchmarkFit withRemedy(String sentence) {
    return isMatch() ? this : new BenchmarkFit(reason, why + " " + sentence);
  }

  /**
   * Whether a benchmark that somebody asks for was written for a cluster.
   *
   * @param version of the cluster; empty when it is not known
   * @param distribution of the cluster; empty when it is not known
   */
  public static BenchmarkFit of(
      BenchmarkHeading benchmark, String version, String distribution) {
    if (!distribution.isEmpty()
        && !isForEveryDistribution(benchmark)
        && !benchmark.distribution().equals(distribution)) {
      return new BenchmarkFit(
          Reason.BenchmarkNotForDistribution,
          "The benchmark "
              + benchmark.name()
              + " was written for "
              + benchmark.distribution()
              + ", and the cluster is "
              + distribution
              + ".");
    }
    if (benchmark.kubernetes().isEmpty()) {
      return matches();
    }
    return MinorReleases.of(version)
        .map(minor -> ofRelease(benchmark, minor))
        .orElseGet(
            () ->
                new BenchmarkFit(
                    Reason.ReleaseUnknown,
                    "The release of the cluster is not known, so that it could not be determined"
                        + " whether the benchmark "
                        + benchmark.name()
                        + " was written for it."));
  }

  private static boolean isForEveryDistribution(BenchmarkHeading benchmark) {
    return switch (benchmark.family()) {
      case nsa, pss, custom -> true;
      case cis, stig -> benchmark.distribution().isEmpty();
    };
  }

  private static BenchmarkFit ofRelease(BenchmarkHeading benchmark, String minor) {
    return benchmark.kubernetes().contains(minor)
        ? matches()
        : new BenchmarkFit(
            Reason.BenchmarkNotForRelease,
            "The benchmark "
                + benchmark.name()
                + " was written for Kubernetes "
                + MinorReleases.ranges(benchmark.kubernetes())
                + ", and the cluster is "
                + minor
                + ".");
  }
}
