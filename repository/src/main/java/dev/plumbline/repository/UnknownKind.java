package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents of kinds that are not read and that configure a component all the same. Each is decided
 * for itself, whatever stands beside it in its file.
 */
final class UnknownKind {

  private static final String KUBEADM = "kubeadm.k8s.io/";

  /**
   * Kinds of components' own groups that set nothing which a control reads, by what their
   * apiVersion begins with: cmd/kubeadm/app/apis/kubeadm and staging/src/k8s.io/kubelet/config of
   * Kubernetes 1.36.3.
   */
  private static final Map<String, String> HARMLESS =
      Map.of(
          "ClusterStatus",
          KUBEADM,
          "ResetConfiguration",
          KUBEADM,
          "CredentialProviderConfig",
          "kubelet.config.k8s.io/",
          // It names fields, and configures nothing.
          "CustomResourceDefinition",
          "apiextensions.k8s.io/");

  private UnknownKind() {}

  /** What shows that a document configures a component; empty when nothing does. */
  static Optional<Mentions.Mention> sign(Tree document) {
    return isHarmless(document) ? Optional.empty() : Mentions.ofConfiguration(document);
  }

  private static boolean isHarmless(Tree document) {
    return document instanceof Tree.Mapping mapping
        && (HARMLESS.entrySet().stream()
                .anyMatch(kind -> Format.is(mapping, kind.getKey(), kind.getValue()))
            || Format.is(mapping, "UpgradeConfiguration", KUBEADM) && !hasPatches(mapping));
  }

  /** kubeadm applies them again when it upgrades a node. */
  private static boolean hasPatches(Tree.Mapping upgrade) {
    return Stream.of("apply", "node")
        .anyMatch(
            block ->
                upgrade.get(block).orElse(null) instanceof Tree.Mapping fields
                    && fields.get("patches").isPresent());
  }

  /** Reports a document that configures a component, and no other. */
  static void report(Tree document, ComponentSink into) {
    sign(document).ifPresent(sign -> into.unknownKind(sign.word(), sign.at()));
  }
}
