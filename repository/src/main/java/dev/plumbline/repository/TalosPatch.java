package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directive {@code $patch} of Talos' strategic merge patches: {@code delete} takes a field out
 * of the configuration, so that Talos' own value counts again.
 *
 * @see <a href="https://www.talos.dev/latest/talos-guides/configuration/patching/">patching</a>
 */
final class TalosPatch {

  private static final String DIRECTIVE = "$patch";

  /** Fields that a patch replaces; other lists grow, and other mappings are merged. */
  private static final Set<String> REPLACED =
      Set.of("auditPolicy", "podSubnets", "serviceSubnets", "configuration", "pod");

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

  /** Whether a patch deletes what it is a patch of, whole. */
  static boolean isDeletion(Tree node) {
    return node instanceof Tree.Mapping mapping && Format.text(mapping, DIRECTIVE).equals("delete");
  }

  /** What a strategic merge patch makes of a configuration. */
  static Tree.Mapping merged(Tree.Mapping base, Tree.Mapping patch) {
    Map<String, Tree> fields = new LinkedHashMap<>(base.entries());
    patch
        .entries()
        .forEach(
            (name, value) -> {
              if (isDeletion(value)) {
                fields.remove(name);
              } else if (!name.equals(DIRECTIVE)) {
                fields.put(name, merged(name, Optional.ofNullable(fields.get(name)), value));
              }
            });
    return new Tree.Mapping(fields, base.entries().isEmpty() ? patch.span() : base.span());
  }

  private static Tree merged(String name, Optional<Tree> base, Tree patch) {
    boolean replaced = base.isEmpty() || REPLACED.contains(name);
    if (!replaced && base.get() instanceof Tree.Mapping below && patch instanceof Tree.Mapping p) {
      return merged(below, p);
    }
    if (!replaced
        && !base.get().equals(patch)
        && base.get() instanceof Tree.Sequence list
        && patch instanceof Tree.Sequence more) {
      List<Tree> items = new ArrayList<>(list.items());
      items.addAll(more.items());
      return new Tree.Sequence(items, list.layout(), patch.span());
    }
    return remaining(patch).orElse(patch);
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
