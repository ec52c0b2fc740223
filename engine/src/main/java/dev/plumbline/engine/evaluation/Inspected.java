package dev.plumbline.engine.evaluation;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far one could look for the components of a node.
 *
 * @param unreadManifests directories of static pods that were not inspected
 */
record Inspected(Scope scope, List<String> unreadManifests) {

  /** Where the kubelet of most distributions reads static pods. */
  private static final String MANIFESTS = "/etc/kubernetes/manifests";

  Inspected {
    unreadManifests = List.copyOf(unreadManifests);
  }

  /**
   * Of the other distributions' directories it is known whether the node has them; where its own
   * was moved, only its path is new.
   */
  static Inspected of(Evidence evidence) {
    List<String> known = Distributions.staticPods();
    Stream<String> moved =
        evidence.fileSets().stream()
            .filter(set -> set.name().equals(FileSet.STATIC_PODS))
            .flatMap(set -> set.outOfScope().stream())
            .filter(path -> !known.contains(path));
    Stream<String> usual = Stream.of(MANIFESTS).filter(path -> !evidence.scope().covers(path));
    return new Inspected(evidence.scope(), Stream.concat(usual, moved).toList());
  }

  /** The objects of a cluster, which has no directories. */
  static Inspected of(Scope scope) {
    return new Inspected(scope, List.of());
  }

  boolean processes() {
    return scope.processes() == Visibility.OBSERVED;
  }

  /** Whether a component would have been found, in a manifest or running, if it were there. */
  boolean showsComponents() {
    return unreadManifests.isEmpty() && processes();
  }
}
