package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The benchmark for a cluster, by its version and distribution. Always of the family {@code cis}.
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
    List<BenchmarkHeading> candidates =
        catalogue.headings().stream()
            .filter(heading -> heading.isDefaultFor(distribution))
            .toList();
    if (candidates.isEmpty()) {
      Benchmark newest = catalogue.newest();
      return new BenchmarkChoice(
          newest,
          "No benchmark is known for the distribution "
              + distribution
              + "; the newest for Kubernetes itself, "
              + newest.name()
              + ", is used.");
    }
    BenchmarkHeading newest = candidates.get(candidates.size() - 1);
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.lookingAt()) {
      return chosen(
          catalogue,
          newest,
          "The version of the cluster is not known; the newest benchmark, "
              + newest.name()
              + ", is used.");
    }
    String minor = matcher.group(1) + "." + matcher.group(2);
    Optional<BenchmarkHeading> exact =
        candidates.stream().filter(heading -> heading.kubernetes().contains(minor)).findFirst();
    return exact
        .map(heading -> chosen(catalogue, heading, ""))
        .orElseGet(
            () ->
                chosen(
                    catalogue,
                    newest,
                    "No known benchmark was written for Kubernetes "
                        + minor
                        + (distribution.equals("kubernetes") ? "" : " on " + distribution)
                        + "; the newest, "
                        + newest.name()
                        + ", is used."
                        + provisional(catalogue, distribution)));
  }

  /** Of a benchmark that is only known in part the user should hear, and may ask for it by name. */
  private static String provisional(Catalogue catalogue, String distribution) {
    return catalogue.headings().stream()
        .filter(heading -> heading.isOfCis(distribution) && !heading.provisional().isEmpty())
        .map(heading -> " " + heading.provisional() + " Name it to use it: " + heading.name() + ".")
        .collect(Collectors.joining());
  }

  private static BenchmarkChoice chosen(
      Catalogue catalogue, BenchmarkHeading heading, String mismatch) {
    return new BenchmarkChoice(catalogue.benchmark(heading.name()).orElseThrow(), mismatch);
  }
}
