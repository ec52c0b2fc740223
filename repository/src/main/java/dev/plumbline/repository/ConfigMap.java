package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A ConfigMap whose values are configurations of components: {@code kubeadm-config}, {@code
 * kubelet-config} and {@code kube-proxy}, which kubeadm keeps in kube-system (cmd/kubeadm/app/util/
 * config and phases/{kubelet,addons/proxy} of Kubernetes 1.36.3), and others of the kind.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/">kubeadm's
 *     ConfigMaps</a>
 */
final class ConfigMap implements Format {

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "ConfigMap", "v1") && !configurations(document).isEmpty();
  }

  private static List<Tree> configurations(Tree.Mapping document) {
    Stream<Tree> values =
        document.get("data").orElse(document) instanceof Tree.Mapping data
            ? data.entries().values().stream()
            : Stream.of();
    return values
        .filter(
            value ->
                value instanceof Tree.Scalar text
                    && text.kind() == Tree.Kind.STRING
                    && EmbeddedDocuments.mayBeIn(text.text()))
        .toList();
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    List<InvalidDocumentException> refused = new ArrayList<>();
    for (Tree text : configurations(document)) {
      try {
        EmbeddedDocuments.read(text, into);
      } catch (InvalidDocumentException e) {
        refused.add(e);
      }
    }
    refused.forEach(e -> EmbeddedDocuments.refused(e, into));
  }
}
