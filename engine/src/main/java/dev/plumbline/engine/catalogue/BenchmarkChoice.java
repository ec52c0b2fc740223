package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The benchmark for a cluster, by its version and distribution.
 *
 * @param benchmark the one to use
 * @param mismatch why it may not be the right one, for people; empty when it is
 */
public record BenchmarkChoice(Benchmark benchmark, String mismatch) {

  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)");

  /**
   * Chooses. A release that no benchmark was written for gets the newest, with a mismatch: never an
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
          "No benchmark is known for the distribution "
              + distribution
              + "; the newest for Kubernetes itself, "
              + catalogue.newest().name()
              + ", is used.");
    }
    Benchmark newest = candidates.get(candidates.size() - 1);
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.lookingAt()) {
      return new BenchmarkChoice(
          newest,
          "The version of the cluster is not known; the newest benchmark, "
              + newest.name()
              + ", is used.");
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
                    "No known benchmark was written for Kubernetes "
                        + minor
                        + (distribution.equals("kubernetes") ? "" : " on " + distribution)
                        + "; the newest, "
                        + newest.name()
                        + ", is used."));
  }
}
