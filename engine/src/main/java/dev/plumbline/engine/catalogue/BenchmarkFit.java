package dev.plumbline.engine.catalogue;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import java.util.List;

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
    DistributionAmbiguous,
    /** It is publicly known in part only. */
    BenchmarkProvisional
  }

  public static BenchmarkFit matches() {
    return new BenchmarkFit(Reason.Matches, "");
  }

  /** What a benchmark says of itself, whatever it is evaluated on. */
  public static BenchmarkFit ofItself(BenchmarkHeading benchmark) {
    return benchmark.provisional().isEmpty()
        ? matches()
        : new BenchmarkFit(Reason.BenchmarkProvisional, benchmark.provisional());
  }

  public boolean isMatch() {
    return reason == Reason.Matches;
  }

  /** The same with what to do about it; nothing is to do when it matches. */
  public BenchmarkFit withRemedy(String sentence) {
    return isMatch() ? this : new BenchmarkFit(reason, why + " " + sentence);
  }

  /** Whether a benchmark that somebody asks for was written for what it is evaluated on. */
  public static BenchmarkFit of(BenchmarkHeading benchmark, Platform platform) {
    if (!isForOneOf(platform.distributions(), benchmark)) {
      return new BenchmarkFit(
          Reason.BenchmarkNotForDistribution,
          "The benchmark "
              + benchmark.name()
              + " was written for "
              + title(benchmark.distribution())
              + ", and "
              + platform.name()
              + " is of "
              + title(platform.distribution())
              + ".");
    }
    if (benchmark.kubernetes().isEmpty()) {
      return matches();
    }
    return MinorReleases.of(platform.version())
        .map(minor -> ofRelease(benchmark, minor, platform.name()))
        .orElseGet(
            () ->
                new BenchmarkFit(
                    Reason.ReleaseUnknown,
                    "The release of "
                        + platform.name()
                        + " is not known, so that it could not be determined whether the benchmark "
                        + benchmark.name()
                        + " was written for it."));
  }

  /** A guide for Kubernetes as such is for every distribution. */
  private static boolean isForOneOf(List<String> distributions, BenchmarkHeading benchmark) {
    boolean every =
        switch (benchmark.family()) {
          case nsa, pss, custom -> true;
          case cis, stig -> benchmark.distribution().isEmpty();
        };
    return every || distributions.isEmpty() || distributions.contains(benchmark.distribution());
  }

  private static String title(String distribution) {
    return Distributions.named(distribution).map(Distribution::title).orElse(distribution);
  }

  private static BenchmarkFit ofRelease(BenchmarkHeading benchmark, String minor, String name) {
    return benchmark.kubernetes().contains(minor)
        ? matches()
        : new BenchmarkFit(
            Reason.BenchmarkNotForRelease,
            "The benchmark "
                + benchmark.name()
                + " was written for Kubernetes "
                + MinorReleases.ranges(benchmark.kubernetes())
                + ", and "
                + name
                + " is of "
                + minor
                + ".");
  }
}
