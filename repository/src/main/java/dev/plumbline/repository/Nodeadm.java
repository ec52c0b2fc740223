package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * nodeadm's NodeConfig: fields of the KubeletConfiguration, which count more than nodeadm's own,
 * and flags (nodeadm/api/v1alpha1 and nodeadm/internal/kubelet of awslabs/amazon-eks-ami at
 * 81fec2e8).
 *
 * @see <a href="https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/">its fields</a>
 */
final class Nodeadm implements Format {

  private static final String GROUP = "node.eks.aws/";

  private static final FieldTable FIELDS = FieldTable.of("eks");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "NodeConfig", GROUP);
  }

  /**
   * What nodeadm makes of several: a later one counts more, field by field, and its flags stand
   * behind those before (nodeadm/internal/api/merge.go).
   */
  static Tree.Mapping merged(Tree.Mapping before, Tree.Mapping after) {
    return merged("", before, after);
  }

  private static Tree.Mapping merged(String name, Tree.Mapping before, Tree.Mapping after) {
    Map<String, Tree> fields = new LinkedHashMap<>(before.entries());
    after
        .entries()
        .forEach(
            (field, value) -> {
              Tree old = fields.get(field);
              if (old instanceof Tree.Mapping below && value instanceof Tree.Mapping above) {
                fields.put(field, merged(field, below, above));
              } else if (name.equals("kubelet")
                  && field.equals("flags")
                  && old instanceof Tree.Sequence first
                  && value instanceof Tree.Sequence more) {
                List<Tree> items = new ArrayList<>(first.items());
                items.addAll(more.items());
                fields.put(field, new Tree.Sequence(items, more.layout(), more.span()));
              } else {
                fields.put(field, value);
              }
            });
    return new Tree.Mapping(fields, after.span());
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
