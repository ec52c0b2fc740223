package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.List;

/**
 * nodeadm's NodeConfig: fields of the KubeletConfiguration, which count more than nodeadm's own,
 * and flags (nodeadm/api/v1alpha1 and nodeadm/internal/kubelet of awslabs/amazon-eks-ami at
 * 81fec2e8).
 *
 * @see <a href="https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/">its fields</a>
 */
final class Nodeadm implements Format {

  private static final FieldTable FIELDS = FieldTable.of("eks");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "NodeConfig", "node.eks.aws/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    into.notRead("kubelet", "spec", FIELDS.block("NodeConfigSpec"), spec);
    Tree.Mapping kubelet = Format.at(spec, "kubelet");
    into.notRead("kubelet", "spec.kubelet", FIELDS.block("KubeletOptions"), kubelet);
    List<Argument> flags = ExtraArguments.asGiven(kubelet, "flags", into);
    if (kubelet.get("config").isPresent()) {
      into.add(
          Configured.bySettings(
              "kubelet", "", flags, ConfigSchema.KUBELET, Format.at(kubelet, "config")));
    } else {
      into.arguments("kubelet", "", kubelet, flags);
    }
  }
}
