package dev.plumbline.engine.catalogue;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognized;
import java.util.List;

/**
 * What a benchmark is to be evaluated on.
 *
 * @param name for people: {@code the cluster}, or a file
 * @param version of Kubernetes, such as {@code v1.33.1+k3s1}; empty when it is not known
 * @param distributions every one that it may be, by name; none when that is not known
 * @param basis where there are several, what it is recognised by, for people
 */
public record Platform(String name, String version, List<String> distributions, String basis) {

  public Platform {
    distributions = List.copyOf(distributions);
  }

  /** Nothing is known of it. */
  public static Platform unknown(String name) {
    return new Platform(name, "", List.of(), "");
  }

  /** What nothing marks as a distribution is Kubernetes itself. */
  public static Platform of(String name, String version, Recognized recognized) {
    List<String> distributions =
        recognized.distributions().stream().map(Distribution::name).toList();
    return new Platform(
        name,
        version,
        distributions.isEmpty() ? List.of(Distributions.PLAIN) : distributions,
        recognized instanceof Recognized.Ambiguous several ? several.basis() : "");
  }

  /** The one that it is taken for. */
  public String distribution() {
    return distributions.isEmpty() ? Distributions.PLAIN : distributions.get(0);
  }

  boolean isAmbiguous() {
    return distributions.size() > 1;
  }
}
