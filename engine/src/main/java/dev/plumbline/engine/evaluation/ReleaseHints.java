package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a node's release beside its evidence, and the one place where the release of a
 * component is decided, for evaluation and for fixes alike.
 *
 * @param kubelet the version that the node's kubelet reports to the API server, e.g. {@code
 *     v1.36.3}; empty when no API server was asked
 * @param requested the version that a person names for what names none; empty when nobody did
 * @param planned the version that everything but etcd is to run, whatever it runs now; empty when
 *     it is evaluated as it is
 */
public record ReleaseHints(String kubelet, String requested, String planned) {

  public static ReleaseHints none() {
    return new ReleaseHints("", "", "");
  }

  public static ReleaseHints ofNode(String kubeletVersion) {
    return new ReleaseHints(kubeletVersion, "", "");
  }

  public static ReleaseHints requested(String version) {
    return new ReleaseHints("", version, "");
  }

  /** The same node after an upgrade. */
  public ReleaseHints upgradedTo(String version) {
    return new ReleaseHints(kubelet, requested, version);
  }

  /**
   * The release of a component: the one that is planned; else by its own image; else, for a
   * component of Kubernetes, by the node's kubelet; else by another component of the same node;
   * else the one that was asked for.
   */
  Release of(Component component, Evidence evidence) {
    String name = component.name();
    Optional<Release.Known> upgraded = Release.of(name, planned, "the planned upgrade");
    if (upgraded.isPresent()) {
      return upgraded.get().planned();
    }
    Stream<Optional<Release.Known>> own =
        Stream.of(
            Release.of(
                name,
                component.image(),
                component.source() == Source.LIVE
                    ? "the version that it answers with"
                    : "the version in its image or configuration"));
    // A running component is its manifest's; etcd has versions of its own.
    Stream<Optional<Release.Known>> manifest =
        images(evidence, name, name, "the version in its manifest's image");
    if (name.equals("etcd")) {
      return first(Stream.concat(own, manifest));
    }
    Stream<Optional<Release.Known>> others =
        Component.NAMES.stream()
            .filter(other -> !other.equals("etcd"))
            .flatMap(
                other -> images(evidence, other, name, "the image of " + other + " beside it"));
    return first(
        Stream.of(
                own,
                manifest,
                Stream.of(Release.of(name, kubelet, "the version of the node's kubelet")),
                others,
                Stream.of(Release.of(name, requested, "the requested Kubernetes version")))
            .flatMap(releases -> releases));
  }

  private static Stream<Optional<Release.Known>> images(
      Evidence evidence, String of, String component, String basis) {
    return evidence.components().stream()
        .filter(other -> other.name().equals(of) && other.source() != Source.PROCESS)
        .map(other -> Release.of(component, other.image(), basis));
  }

  private static Release first(Stream<Optional<Release.Known>> releases) {
    return releases
        .flatMap(Optional::stream)
        .map(Release.class::cast)
        .findFirst()
        .orElse(new Release.Unknown());
  }
}
