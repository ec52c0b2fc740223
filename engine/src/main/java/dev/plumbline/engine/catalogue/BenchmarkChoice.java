package dev.plumbline.engine.catalogue;

import dev.plumbline.engine.catalogue.BenchmarkFit.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The benchmark for a cluster, by its version and distribution. Always of the family {@code cis}.
 *
 * @param benchmark the one to use
 * @param fit whether it is the right one
 */
public record BenchmarkChoice(Benchmark benchmark, BenchmarkFit fit) {

  private static final String PLAIN = "kubernetes";

  /**
   * Chooses. A release that no benchmark was written for gets the newest, and a distribution
   * without benchmarks that for Kubernetes itself; never silently.
   */
  public static BenchmarkChoice of(Catalogue catalogue, Platform platform) {
    BenchmarkChoice choice = of(catalogue, platform.version(), platform.distribution());
    return platform.isAmbiguous()
        ? new BenchmarkChoice(
            choice.benchmark(),
            new BenchmarkFit(
                Reason.DistributionAmbiguous,
                "The distribution of "
                    + platform.name()
                    + " could not be determined: "
                    + platform.basis()
                    + "; the benchmark "
                    + choice.benchmark().name()
                    + " is used."))
        : choice;
  }

  /** What this cluster may get instead at another release, and what it gets. */
  public static List<Benchmark> alternatives(Catalogue catalogue, Platform platform) {
    List<BenchmarkHeading> own = candidates(catalogue, platform.distribution());
    return (own.isEmpty() ? candidates(catalogue, PLAIN) : own)
        .stream().flatMap(heading -> catalogue.benchmark(heading.name()).stream()).toList();
  }

  /** The same for a distribution that is known. */
  public static BenchmarkChoice of(Catalogue catalogue, String version, String distribution) {
    List<BenchmarkHeading> candidates = candidates(catalogue, distribution);
    if (candidates.isEmpty()) {
      BenchmarkHeading plain =
          forRelease(candidates(catalogue, PLAIN), version)
              .orElseGet(() -> catalogue.newest().heading());
      return chosen(
          catalogue,
          plain,
          Reason.BenchmarkNotForDistribution,
          "No benchmark is known for the distribution "
              + distribution
              + "; "
              + plain.name()
              + ", which was written for Kubernetes itself, is used.");
    }
    Optional<BenchmarkHeading> exact = forRelease(candidates, version);
    if (exact.isPresent()) {
      return chosen(catalogue, exact.get(), Reason.Matches, "");
    }
    BenchmarkHeading newest = candidates.get(candidates.size() - 1);
    String used = "; the newest, " + newest.name() + ", is used.";
    return MinorReleases.of(version)
        .map(
            minor ->
                chosen(
                    catalogue,
                    newest,
                    Reason.BenchmarkNotForRelease,
                    "No known benchmark was written for Kubernetes "
                        + minor
                        + (distribution.equals(PLAIN) ? "" : " on " + distribution)
                        + used
                        + provisional(catalogue, distribution)))
        .orElseGet(
            () ->
                chosen(
                    catalogue,
                    newest,
                    Reason.ReleaseUnknown,
                    "The release of the cluster is not known" + used));
  }

  /** Of a benchmark that is only known in part the user should hear, and may ask for it by name. */
  private static String provisional(Catalogue catalogue, String distribution) {
    return catalogue.shippedHeadings().stream()
        .filter(heading -> heading.isOfCis(distribution) && !heading.provisional().isEmpty())
        .map(heading -> " " + heading.provisional() + " Name it to use it: " + heading.name() + ".")
        .collect(Collectors.joining());
  }

  private static List<BenchmarkHeading> candidates(Catalogue catalogue, String distribution) {
    return catalogue.shippedHeadings().stream()
        .filter(heading -> heading.isDefaultFor(distribution))
        .toList();
  }

  private static Optional<BenchmarkHeading> forRelease(
      List<BenchmarkHeading> candidates, String version) {
    return MinorReleases.of(version)
        .flatMap(
            minor ->
                candidates.stream()
                    .filter(heading -> heading.kubernetes().contains(minor))
                    .findFirst());
  }

  private static BenchmarkChoice chosen(
      Catalogue catalogue, BenchmarkHeading heading, Reason reason, String why) {
    return new BenchmarkChoice(
        catalogue.benchmark(heading.name()).orElseThrow(), new BenchmarkFit(reason, why));
  }
}
