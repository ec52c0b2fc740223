package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * kubeadm's ClusterConfiguration of version v1alpha3, whose fields of one component stand beside
 * each other, in the form of the later versions: cmd/kubeadm/app/apis/kubeadm/v1alpha3/types.go of
 * Kubernetes 1.13.
 */
final class KubeadmV1alpha3 {

  private static final Map<String, String> FIELDS =
      Map.of("ExtraArgs", "extraArgs", "ExtraVolumes", "extraVolumes", "CertSANs", "certSANs");

  private KubeadmV1alpha3() {}

  static Tree.Mapping converted(Tree.Mapping document) {
    Map<String, Tree> fields = new LinkedHashMap<>(document.entries());
    for (Kubeadm.Block of : Kubeadm.BLOCKS) {
      Map<String, Tree> block = new LinkedHashMap<>();
      FIELDS.forEach(
          (suffix, field) -> {
            Tree value = fields.remove(of.name() + suffix);
            if (value != null) {
              block.put(field, value);
            }
          });
      if (!block.isEmpty()) {
        fields.put(of.name(), new Tree.Mapping(block, block.values().iterator().next().span()));
      }
    }
    return new Tree.Mapping(fields, document.span());
  }
}
