package dev.plumbline.engine.evaluation;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.ReferencedFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A component that answers for itself prints the paths of its files, and not what they hold. Where
 * the node's own evidence has the same component, its files are those: of the process, which has
 * read them, before the manifest's.
 */
final class LiveFiles {

  private LiveFiles() {}

  static Component of(Component component, Evidence evidence) {
    if (component.source() != Source.LIVE) {
      return component;
    }
    return Stream.of(Source.PROCESS, Source.MANIFEST)
        .map(source -> other(component, source, evidence))
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            other ->
                component
                    .with(component.arguments(), both(component.files(), other.files()))
                    .withAttributes(other.attributes()))
        .orElse(component);
  }

  /** A kubelet's answer is a file of its own. */
  private static List<ReferencedFile> both(
      List<ReferencedFile> answered, List<ReferencedFile> others) {
    return Stream.concat(answered.stream(), others.stream()).toList();
  }

  private static Optional<Component> other(Component component, Source source, Evidence evidence) {
    return evidence.components().stream()
        .filter(other -> other.name().equals(component.name()) && other.source() == source)
        .findFirst();
  }
}
