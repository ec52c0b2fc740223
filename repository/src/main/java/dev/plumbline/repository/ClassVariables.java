package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.ClassTemplate.Holder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a ClusterClass for one template: the values of a Cluster's topology, with the
 * defaults of their schemas, and those that Cluster API builds in. Without a Cluster each of them
 * is unknown, since a Cluster may set any.
 */
final class ClassVariables {

  private static final String BUILTIN = "builtin";

  /** Built-in variables that are a single value each. */
  private static final Set<String> SCALARS =
      Set.of(
          "name",
          "namespace",
          "uid",
          "version",
          "class",
          "classNamespace",
          "topologyName",
          "replicas",
          "serviceDomain");

  private final Tree.Mapping schemas;
  private final Optional<Tree.Mapping> values;
  private final Tree.Mapping builtin;

  private ClassVariables(
      Tree.Mapping schemas, Optional<Tree.Mapping> values, Tree.Mapping builtin) {
    this.schemas = schemas;
    this.values = values;
    this.builtin = builtin;
  }

  /** The value of a variable, or of a field of one. */
  sealed interface Value {

    record Known(Tree tree) implements Value {}

    /**
     * @param text stands for it where it is a part of a text
     */
    record Unknown(String text, Shape shape) implements Value {}

    /** The variable has no value, or the value has no such field. */
    record Missing() implements Value {}
  }

  /** What an unknown value may be. */
  enum Shape {
    SCALAR,
    ANY
  }

  /** The variables of a class, where no Cluster of it is known. */
  static ClassVariables withoutCluster(Tree.Mapping spec) throws InvalidDocumentException {
    return new ClassVariables(schemas(spec), Optional.empty(), SynthesizedTree.empty(spec));
  }

  /**
   * The variables of a class for all templates of a Cluster.
   *
   * @throws InvalidDocumentException when Cluster API refuses their values
   */
  static ClassVariables of(Tree.Mapping spec, Tree.Mapping cluster)
      throws InvalidDocumentException {
    Tree.Mapping topology = Format.at(cluster, "spec", "topology");
    Tree.Mapping schemas = schemas(spec);
    Map<String, Tree> values = TopologyVariables.of(spec, schemas, topology);
    Tree.Mapping ofTopology = picked(topology, List.of("version", "class"));
    Tree.Mapping ofCluster =
        SynthesizedTree.with(
            picked(Format.at(cluster, "metadata"), List.of("name", "namespace")),
            "topology",
            ofTopology);
    return new ClassVariables(
        schemas,
        Optional.of(new Tree.Mapping(values, topology.span())),
        SynthesizedTree.of("cluster", ofCluster));
  }

  /** With what the part of a topology that uses a template sets for itself. */
  ClassVariables of(ClassTemplate template, Tree.Mapping use) throws InvalidDocumentException {
    Map<String, Tree> all = new LinkedHashMap<>(values.orElse(use).entries());
    List<Tree> overrides = Format.list(Format.at(use, "variables"), "overrides");
    for (Map.Entry<String, Tree> override : TopologyVariables.given(overrides).entrySet()) {
      Tree schema = schemas.entries().get(override.getKey());
      if (schema != null) {
        SchemaDefaults.of(Optional.of(override.getValue()), schema)
            .ifPresent(value -> all.put(override.getKey(), value));
      }
    }
    Tree.Mapping own = picked(use, List.of("class", "replicas"));
    Tree version = Format.at(builtin, "cluster", "topology").get("version").orElse(null);
    if (version != null) {
      own = SynthesizedTree.with(own, "version", version);
    }
    if (use.get("name").isPresent()) {
      own = SynthesizedTree.with(own, "topologyName", use.get("name").orElseThrow());
    }
    return new ClassVariables(
        schemas,
        Optional.of(new Tree.Mapping(all, use.span())),
        SynthesizedTree.with(builtin, nameOf(template.holder()), own));
  }

  private static String nameOf(Holder holder) {
    return switch (holder) {
      case CONTROL_PLANE -> "controlPlane";
      case MACHINE_DEPLOYMENT -> "machineDeployment";
      case MACHINE_POOL -> "machinePool";
    };
  }

  private static Tree.Mapping picked(Tree.Mapping from, List<String> fields) {
    Map<String, Tree> picked = new LinkedHashMap<>();
    fields.forEach(field -> from.get(field).ifPresent(value -> picked.put(field, value)));
    return new Tree.Mapping(picked, from.span());
  }

  private static Tree.Mapping schemas(Tree.Mapping spec) throws InvalidDocumentException {
    Map<String, Tree> schemas = new LinkedHashMap<>();
    for (Tree item : Format.list(spec, "variables")) {
      Tree.Mapping variable = Tree.mapping(item);
      schemas.put(Format.text(variable, "name"), Format.at(variable, "schema", "openAPIV3Schema"));
    }
    return new Tree.Mapping(schemas, spec.span());
  }

  /**
   * The value that names, and numbers in a list, lead to.
   *
   * @param path not empty
   */
  Value value(List<String> path) {
    String name = path.get(0);
    List<String> below = path.subList(1, path.size());
    if (name.equals(BUILTIN)) {
      Value built = below(builtin, below, path, Shape.SCALAR);
      boolean isOfAnother =
          values.isPresent() && below.size() > 1 && isHolder(below.get(0)) && !isBuiltIn(below);
      return built instanceof Value.Missing && !isOfAnother
          ? unknown(path, ofBuiltin(path))
          : built;
    }
    Tree schema = schemas.entries().get(name);
    if (schema == null) {
      return new Value.Missing();
    }
    Shape shape = SchemaDefaults.shape(schema, below);
    if (values.isEmpty()) {
      return unknown(path, shape);
    }
    Tree value = values.get().entries().get(name);
    return value == null ? new Value.Missing() : below(value, below, path, shape);
  }

  private boolean isBuiltIn(List<String> path) {
    return builtin.get(path.get(0)).isPresent();
  }

  /** Whether a built-in variable is one of control planes or of nodes. */
  private static boolean isHolder(String name) {
    return Arrays.stream(Holder.values()).anyMatch(holder -> nameOf(holder).equals(name));
  }

  private static Shape ofBuiltin(List<String> path) {
    return SCALARS.contains(path.get(path.size() - 1)) ? Shape.SCALAR : Shape.ANY;
  }

  private static Value unknown(List<String> path, Shape shape) {
    return new Value.Unknown("${" + String.join(".", path) + "}", shape);
  }

  private static Value below(Tree value, List<String> steps, List<String> path, Shape shape) {
    Tree node = value;
    for (String step : steps) {
      if (node instanceof Tree.Scalar scalar && Placeholder.isIn(scalar.text())) {
        return unknown(path, shape);
      }
      Optional<Tree> next = step(node, step);
      if (next.isEmpty()) {
        return new Value.Missing();
      }
      node = next.get();
    }
    return node instanceof Tree.Scalar scalar && Placeholder.isIn(scalar.text())
        ? new Value.Unknown(scalar.text(), shape)
        : new Value.Known(node);
  }

  private static Optional<Tree> step(Tree node, String step) {
    if (node instanceof Tree.Mapping mapping) {
      return Optional.ofNullable(mapping.entries().get(step));
    }
    return node instanceof Tree.Sequence list
            && step.matches("\\d{1,6}")
            && Integer.parseInt(step) < list.items().size()
        ? Optional.of(list.items().get(Integer.parseInt(step)))
        : Optional.empty();
  }
}
