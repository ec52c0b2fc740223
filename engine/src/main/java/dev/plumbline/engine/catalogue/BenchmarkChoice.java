package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The benchmark for a cluster, by its version and distribution.
 *
 * @param benchmark the one to use
 * @param doubt why it may not be the right one, for people; empty when it is
 */
public record BenchmarkChoice(Benchmark benchmark, String doubt) {

  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)");

  /** What a distribution leaves in the version that the API server tells. */
  private static final Map<String, String> MARKS =
      Map.of("+k3s", "k3s", "+rke2", "rke2", "-eks-", "eks", "-gke.", "gke");

  /**
   * The distribution that a cluster's version tells of.
   *
   * @param version {@code gitVersion} of the API server, e.g. {@code v1.33.1+k3s1}
   * @return {@code kubernetes} when it tells of none
   */
  public static String distribution(String version) {
    String lower = version.toLowerCase(Locale.ROOT);
    return MARKS.entrySet().stream()
        .filter(mark -> lower.contains(mark.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("kubernetes");
  }

  /**
   * Chooses. A release that no benchmark was written for gets the newest, and is told of: never an
   * old one silently.
   */
  public static BenchmarkChoice of(Catalogue catalogue, String version, String distribution) {
    List<Benchmark> candidates =
        catalogue.benchmarks().stream()
            .filter(benchmark -> benchmark.distribution().equals(distribution))
            .toList();
    if (candidates.isEmpty()) {
      return new BenchmarkChoice(
          catalogue.newest(),
          "no benchmark is known for the distribution "
              + distribution
              + "; the newest for plain Kubernetes, "
              + catalogue.newest().name()
              + ", was taken");
    }
    Benchmark newest = candidates.get(candidates.size() - 1);
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.lookingAt()) {
      return new BenchmarkChoice(
          newest,
          "the cluster's version isn't known, so the newest benchmark, "
              + newest.name()
              + ", was taken");
    }
    String minor = matcher.group(1) + "." + matcher.group(2);
    Optional<Benchmark> exact =
        candidates.stream().filter(benchmark -> benchmark.kubernetes().contains(minor)).findFirst();
    return exact
        .map(benchmark -> new BenchmarkChoice(benchmark, ""))
        .orElseGet(
            () ->
                new BenchmarkChoice(
                    newest,
                    "no benchmark is known that was written for Kubernetes "
                        + minor
                        + (distribution.equals("kubernetes") ? "" : " on " + distribution)
                        + "; the newest, "
                        + newest.name()
                        + ", was taken"));
  }
}
