package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.List;
import java.util.Map;

/**
 * Talos' providers for Cluster API: a machine configuration, whole or generated, with JSON patches
 * and then strategic merge patches (controllers/talosconfig_controller.go of
 * siderolabs/cluster-api-bootstrap-provider-talos at e21a01e0).
 *
 * @see <a href="https://github.com/siderolabs/cluster-api-control-plane-provider-talos">its control
 *     plane</a>
 */
final class TalosClusterApi implements Format {

  private static final FieldTable FIELDS = FieldTable.of("talos-documents");

  /** Where the configurations of machines are, by kind. */
  private static final Map<String, String[]> SPECS =
      Map.of(
          "TalosControlPlane", new String[] {"spec", "controlPlaneConfig"},
          "TalosControlPlaneTemplate",
              new String[] {"spec", "template", "spec", "controlPlaneConfig"},
          "TalosConfig", new String[] {"spec"},
          "TalosConfigTemplate", new String[] {"spec", "template", "spec"});

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return SPECS.containsKey(Format.text(document, "kind"))
        && Format.text(document, "apiVersion")
            .matches("(controlplane|bootstrap)\\.cluster\\.x-k8s\\.io/.*");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String kind = Format.text(document, "kind");
    Tree.Mapping spec = Format.at(document, SPECS.getOrDefault(kind, new String[0]));
    Tree version = Format.at(document, "spec").get("version").orElse(spec);
    if (!kind.startsWith("TalosControlPlane")) {
      configuration(spec, spec, into);
      return;
    }
    // Older versions have a configuration of its own for the first machine.
    for (String machine : List.of("init", "controlplane")) {
      if (spec.get(machine).isPresent()) {
        configuration(Format.at(spec, machine), version, into);
      }
    }
    for (var field : spec.entries().entrySet()) {
      if (!List.of("init", "controlplane").contains(field.getKey())) {
        into.notRead(
            Component.NAMES, "spec.controlPlaneConfig." + field.getKey(), field.getValue());
      }
    }
  }

  private static void configuration(Tree.Mapping spec, Tree version, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead(Component.NAMES, "", FIELDS.block("TalosConfigSpec"), spec);
    String type = Format.text(spec, "generateType");
    TalosPatches patches =
        TalosPatches.of(type.equals("init") || type.equals("none") ? "" : type, version, into);
    Tree data = spec.get("data").orElse(null);
    if (data != null) {
      patches.add(data);
    }
    Tree operations = spec.get("configPatches").orElse(null);
    if (operations != null) {
      patches.addOperations(operations);
    }
    for (Tree patch : Format.list(spec, "strategicPatches")) {
      patches.add(patch);
    }
    patches.read();
  }
}
