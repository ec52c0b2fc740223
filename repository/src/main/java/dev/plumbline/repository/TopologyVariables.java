package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of variables in a Cluster's topology, with the defaults of their class. */
final class TopologyVariables {

  private TopologyVariables() {}

  /**
   * The values by name.
   *
   * @param spec of the class
   * @param schemas of its variables
   * @throws InvalidDocumentException when Cluster API refuses one
   */
  static Map<String, Tree> of(Tree.Mapping spec, Tree.Mapping schemas, Tree.Mapping topology)
      throws InvalidDocumentException {
    Map<String, Tree> given = given(Format.list(topology, "variables"));
    Map<String, Tree> values = new LinkedHashMap<>();
    for (Map.Entry<String, Tree> schema : schemas.entries().entrySet()) {
      String name = schema.getKey();
      Optional<Tree> value =
          SchemaDefaults.of(Optional.ofNullable(given.get(name)), schema.getValue());
      if (value.isPresent()) {
        SchemaTypes.check(name, value.get(), schema.getValue());
        values.put(name, value.get());
      }
    }
    refuseMissing(spec, values, topology);
    refuseUndefined(spec, given, schemas);
    return values;
  }

  /** By name; one that another definition than the class' own is for is not among them. */
  static Map<String, Tree> given(List<Tree> items) throws InvalidDocumentException {
    Map<String, Tree> values = new LinkedHashMap<>();
    for (Tree item : items) {
      Tree.Mapping variable = Tree.mapping(item);
      String from = Format.text(variable, "definitionFrom");
      Tree value = variable.entries().get("value");
      if (value != null && (from.isEmpty() || from.equals("inline"))) {
        values.put(Format.text(variable, "name"), value);
      }
    }
    return values;
  }

  private static void refuseMissing(
      Tree.Mapping spec, Map<String, Tree> values, Tree.Mapping topology)
      throws InvalidDocumentException {
    for (Tree item : Format.list(spec, "variables")) {
      Tree.Mapping variable = Tree.mapping(item);
      String name = Format.text(variable, "name");
      if (Format.text(variable, "required").equals("true") && !values.containsKey(name)) {
        throw ClusterClass.refused(
            topology, "has no value for the variable \"" + name + "\", which its class requires");
      }
    }
  }

  /** An extension may define variables too. */
  private static void refuseUndefined(
      Tree.Mapping spec, Map<String, Tree> given, Tree.Mapping schemas)
      throws InvalidDocumentException {
    for (Tree patch : Format.list(spec, "patches")) {
      if (Tree.mapping(patch).get("external").isPresent()) {
        return;
      }
    }
    for (Map.Entry<String, Tree> value : given.entrySet()) {
      if (schemas.get(value.getKey()).isEmpty()) {
        throw ClusterClass.refused(
            value.getValue(),
            "sets the variable \"" + value.getKey() + "\", which its class has not");
      }
    }
  }
}
