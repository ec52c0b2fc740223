package dev.plumbline.engine.evaluation;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.engine.component.Embedding;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.K3sArguments;
import java.util.Optional;

/** Where people set something, as a sentence, when it is not where it was read. */
final class FixPlace {

  private FixPlace() {}

  /** A manifest that its distribution writes anew is no place for a change. */
  static Optional<String> ofManifest(Instance instance, Optional<Distribution> own) {
    return instance
        .component()
        .filter(component -> component.source() == Source.MANIFEST)
        .flatMap(component -> rewriting(component.place().file(), own))
        .map(
            distribution ->
                distribution.title()
                    + " writes this manifest anew at each start"
                    + (distribution.fix().at().isEmpty()
                        ? "."
                        : ": set the argument in " + distribution.fix().at() + "."));
  }

  /** Nor is another file that it writes, such as the kubelet's configuration. */
  static Optional<String> ofFile(String file, Optional<Distribution> own) {
    return rewriting(file, own)
        .map(d -> d.title() + " writes " + file + " anew: set it in " + d.fix().at() + ".");
  }

  /** A path that others have too is written anew only on nodes that are the distribution's. */
  private static Optional<Distribution> rewriting(String file, Optional<Distribution> own) {
    return Distributions.rewriting(file)
        .filter(d -> Distributions.owning(file).isPresent() || own.filter(d::equals).isPresent())
        .or(() -> own.filter(d -> d.rewritesOfItsNodes(file)));
  }

  /**
   * The arguments of a component that something else starts without a manifest.
   *
   * @param distribution the node's; empty for Kubernetes itself
   */
  static Optional<String> ofProcess(
      Instance instance, Subject subject, Optional<Distribution> distribution) {
    Optional<Component> process =
        instance.component().filter(component -> component.source() == Source.PROCESS);
    if (process.isEmpty()) {
      return Optional.empty();
    }
    String name = process.get().name();
    Optional<Embedding> embedding = Embedding.of(process.get());
    Optional<Distribution> starter =
        embedding.isPresent()
            ? Distributions.named(embedding.get().program())
            : distribution.filter(d -> subject.from(Source.MANIFEST).isEmpty());
    String option =
        embedding
            .flatMap(e -> K3sArguments.options(name).stream().findFirst())
            .map(given -> " under " + given)
            .orElse("");
    return starter
        .map(d -> d.fix().at().isEmpty() ? "" : startsWithThis(d, name, option))
        .filter(sentence -> !sentence.isEmpty());
  }

  private static String startsWithThis(Distribution distribution, String name, String option) {
    return distribution.title()
        + " starts "
        + name
        + " with this: set it"
        + option
        + " in "
        + distribution.fix().at()
        + ".";
  }
}
