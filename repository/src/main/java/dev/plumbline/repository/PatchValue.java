package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.ClassVariables.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a JSON patch of a ClusterClass sets: a value, that of a variable, or what a template makes.
 */
final class PatchValue {

  /** What YAML takes for null, a text of nothing too. */
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");

  private PatchValue() {}

  /**
   * @throws InvalidDocumentException when Cluster API refuses the patch
   */
  static Tree of(Tree.Mapping operation, ClassVariables variables, SourceFile source)
      throws InvalidDocumentException {
    Optional<Tree> written = operation.get("value").filter(value -> !Tree.isNull(value));
    if (written.isPresent() && operation.get("valueFrom").isPresent()) {
      throw ClusterClass.refused(operation, "has a patch with both value and valueFrom");
    }
    if (written.isPresent()) {
      return written.get();
    }
    Tree.Mapping from = Format.at(operation, "valueFrom");
    Tree template = from.get("template").orElse(null);
    if (template != null) {
      return ofTemplate(template, operation, variables, source);
    }
    String name = Format.text(from, "variable");
    Value value = variables.value(List.of(name.replace("]", "").split("[.\\[]", -1)));
    if (value instanceof Value.Missing || name.isEmpty()) {
      throw ClusterClass.refused(
          operation, "has a patch with the value of the variable \"" + name + "\", which has none");
    }
    return value instanceof Value.Unknown unknown
        ? SynthesizedTree.text(unknown.text(), operation)
        : ((Value.Known) value).tree();
  }

  /** A text with as many lines as its template stands in the file line by line. */
  private static Tree ofTemplate(
      Tree template, Tree.Mapping operation, ClassVariables variables, SourceFile source)
      throws InvalidDocumentException {
    String text = Tree.text(template);
    if (!(ValueTemplate.rendered(text, variables) instanceof ValueTemplate.Rendered.Text made)) {
      return SynthesizedTree.text(text, operation);
    }
    if (NULL.matcher(made.text().strip()).matches()) {
      return new Tree.Scalar("", Tree.Kind.NULL, Tree.Origin.SHARED, operation.span());
    }
    boolean inPlace = made.text().lines().count() == text.lines().count();
    try {
      List<Tree> documents =
          inPlace
              ? EmbeddedText.documents(SynthesizedTree.text(made.text(), template), source)
              : EmbeddedText.decoded(made.text(), operation.span());
      return documents.get(0);
    } catch (InvalidDocumentException e) {
      if (Placeholder.isIn(made.text())) {
        return SynthesizedTree.text(text, operation);
      }
      throw ClusterClass.refused(operation, "has a template that makes no YAML");
    }
  }
}
