package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directive {@code $patch} of Talos' strategic merge patches: {@code delete} takes a field out
 * of the configuration, so that Talos' own value counts again.
 *
 * @see <a href="https://www.talos.dev/latest/talos-guides/configuration/patching/">patching</a>
 */
final class TalosPatch {

  private static final String DIRECTIVE = "$patch";

  private TalosPatch() {}

  /** The document without its directives and without what they delete. */
  static Tree.Mapping withoutDirectives(Tree.Mapping document) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    document
        .entries()
        .forEach(
            (name, value) -> {
              if (!name.equals(DIRECTIVE)) {
                remaining(value).ifPresent(left -> fields.put(name, left));
              }
            });
    return new Tree.Mapping(fields, document.span());
  }

  private static Optional<Tree> remaining(Tree node) {
    if (node instanceof Tree.Mapping mapping) {
      return Format.text(mapping, DIRECTIVE).equals("delete")
          ? Optional.empty()
          : Optional.of(withoutDirectives(mapping));
    }
    if (node instanceof Tree.Sequence sequence) {
      List<Tree> items = new ArrayList<>();
      sequence.items().forEach(item -> remaining(item).ifPresent(items::add));
      return Optional.of(new Tree.Sequence(items, sequence.layout(), sequence.span()));
    }
    return Optional.of(node);
  }
}
