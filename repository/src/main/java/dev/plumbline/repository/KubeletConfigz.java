package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.List;

/**
 * What a kubelet answered at {@code /configz}: its configuration in force, without fields that are
 * empty or 0 (staging/src/k8s.io/component-base/configz of Kubernetes 1.36.3).
 *
 * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/">how it is
 *     asked for</a>
 */
final class KubeletConfigz implements Format {

  private static final String FIELD = "kubeletconfig";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return document.get("kind").isEmpty()
        && document.get(FIELD).orElse(null) instanceof Tree.Mapping;
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping settings = Format.at(document, FIELD);
    into.add(Configured.bySettings("kubelet", "", List.of(), ConfigSchema.KUBELET, settings));
  }
}
