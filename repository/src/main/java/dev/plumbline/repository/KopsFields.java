package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of kops' components as arguments, by the version of its API. */
final class KopsFields {

  private final FieldTable table;
  private final boolean older;
  private final ComponentSink into;

  KopsFields(FieldTable table, String apiVersion, ComponentSink into) {
    this.table = table;
    this.older = !apiVersion.endsWith("v1alpha3");
    this.into = into;
  }

  /** The arguments that a block's fields set; the fields that are not read are reported. */
  List<Argument> arguments(String component, String path, Tree.Mapping block)
      throws InvalidDocumentException {
    FieldTable.Block known = table.block(component);
    into.notRead(component, path, known, block);
    List<Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, Tree> field : block.entries().entrySet()) {
      String flag = known.flags().get(field.getKey());
      if (flag == null || Tree.isNull(field.getValue())) {
        continue;
      }
      if (!older && known.older().contains(field.getKey())) {
        into.notRead(component, path + "." + field.getKey(), field.getValue());
      } else {
        String value = ExtraArguments.joined(field.getValue());
        arguments.add(into.argument(flag, value, field.getValue()));
      }
    }
    return arguments;
  }
}
