package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A document that SOPS has encrypted together with what identifies it, and whose fields are those
 * of an installer's configuration.
 *
 * @see <a href="https://getsops.io/docs/">SOPS</a>
 */
final class Encrypted implements Format {

  /** Fields that only configurations of components have. */
  private static final Set<String> FIELDS =
      Set.of(
          "apiServer",
          "controllerManager",
          "scheduler",
          "nodeRegistration",
          "kubeadmConfigSpec",
          "kubeAPIServer",
          "kubelet",
          "machine",
          "kubeadmConfigPatches",
          "extraArgs",
          "kubeletExtraArgs");

  private static final List<String> IDENTIFIERS = List.of("apiVersion", "kind", "version");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return IDENTIFIERS.stream()
            .anyMatch(field -> Placeholder.isEncrypted(Format.text(document, field)))
        && hasFieldOfAComponent(document);
  }

  private static boolean hasFieldOfAComponent(Tree node) {
    if (node instanceof Tree.Sequence sequence) {
      return sequence.items().stream().anyMatch(Encrypted::hasFieldOfAComponent);
    }
    return node instanceof Tree.Mapping mapping
        && mapping.entries().entrySet().stream().anyMatch(Encrypted::isOfAComponent);
  }

  private static boolean isOfAComponent(Map.Entry<String, Tree> field) {
    return FIELDS.contains(field.getKey()) || hasFieldOfAComponent(field.getValue());
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) {
    into.encrypted(document);
  }
}
