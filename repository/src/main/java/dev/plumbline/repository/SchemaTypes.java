package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that an OpenAPI schema refuses by their type, or since they are in no list of values. */
final class SchemaTypes {

  private SchemaTypes() {}

  /**
   * @param name of the variable that has the value, for the message
   * @throws InvalidDocumentException when the schema refuses the value
   */
  static void check(String name, Tree value, Tree schema) throws InvalidDocumentException {
    if (!(schema instanceof Tree.Mapping fields)
        || value instanceof Tree.Scalar unknown && Placeholder.isIn(unknown.text())) {
      return;
    }
    String type = Format.text(fields, "type");
    if (!isOf(type, value)) {
      throw refused(name, value, "which is not of type " + type);
    }
    if (value instanceof Tree.Scalar scalar && !isListed(scalar, Format.list(fields, "enum"))) {
      throw refused(name, value, "which is none of the values in enum");
    }
    if (value instanceof Tree.Sequence list && fields.get("items").isPresent()) {
      for (Tree item : list.items()) {
        check(name, item, fields.get("items").orElseThrow());
      }
    }
    if (value instanceof Tree.Mapping mapping) {
      checkFields(name, mapping, fields);
    }
  }

  private static void checkFields(String name, Tree.Mapping value, Tree.Mapping schema)
      throws InvalidDocumentException {
    Tree.Mapping properties = Format.at(schema, "properties");
    for (Map.Entry<String, Tree> field : value.entries().entrySet()) {
      Optional<Tree> below =
          properties.get(field.getKey()).or(() -> schema.get("additionalProperties"));
      if (below.isPresent()) {
        check(name + "." + field.getKey(), field.getValue(), below.get());
      }
    }
  }

  private static boolean isOf(String type, Tree value) {
    return switch (type) {
      case "object" -> value instanceof Tree.Mapping;
      case "array" -> value instanceof Tree.Sequence;
      case "string" -> isOf(Tree.Kind.STRING, value);
      case "boolean" -> isOf(Tree.Kind.BOOLEAN, value);
      case "integer", "number" -> isOf(Tree.Kind.NUMBER, value);
      default -> true;
    };
  }

  private static boolean isOf(Tree.Kind kind, Tree value) {
    return value instanceof Tree.Scalar scalar && scalar.kind() == kind;
  }

  private static boolean isListed(Tree.Scalar value, List<Tree> allowed) {
    return allowed.isEmpty()
        || allowed.stream()
            .anyMatch(
                item ->
                    item instanceof Tree.Scalar scalar
                        && scalar.kind() == value.kind()
                        && scalar.text().equals(value.text()));
  }

  private static InvalidDocumentException refused(String name, Tree value, String why) {
    return ClusterClass.refused(value, "has a value for the variable \"" + name + "\" " + why);
  }
}
