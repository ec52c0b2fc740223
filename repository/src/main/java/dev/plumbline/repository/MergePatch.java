package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON merge patches (RFC 7386), as kind applies them to kubeadm's configuration: extra arguments
 * that are lists are merged by name instead of replaced.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
 */
final class MergePatch {

  private static final List<String> ARGUMENTS = List.of("extraArgs", "kubeletExtraArgs");

  private MergePatch() {}

  static Tree.Mapping apply(Tree.Mapping target, Tree.Mapping patch)
      throws InvalidDocumentException {
    Map<String, Tree> merged = new LinkedHashMap<>(target.entries());
    for (Map.Entry<String, Tree> entry : patch.entries().entrySet()) {
      String field = entry.getKey();
      if (Tree.isNull(entry.getValue())) {
        merged.remove(field);
      } else {
        merged.put(field, merged(field, Optional.ofNullable(merged.get(field)), entry.getValue()));
      }
    }
    Tree.Span span = target.entries().isEmpty() ? patch.span() : target.span();
    return new Tree.Mapping(merged, span);
  }

  private static Tree merged(String field, Optional<Tree> old, Tree patch)
      throws InvalidDocumentException {
    boolean lists =
        old.filter(Tree.Sequence.class::isInstance).isPresent() || patch instanceof Tree.Sequence;
    if (ARGUMENTS.contains(field) && old.isPresent() && lists) {
      return mergedByName(old.get(), patch);
    }
    if (!(patch instanceof Tree.Mapping fields)) {
      return patch;
    }
    Tree.Mapping below =
        old.orElse(patch) instanceof Tree.Mapping mapping && old.isPresent()
            ? mapping
            : new Tree.Mapping(Map.of(), patch.span());
    return apply(below, fields);
  }

  private static Tree mergedByName(Tree old, Tree patch) throws InvalidDocumentException {
    Map<String, Tree> byName = new LinkedHashMap<>(byName(old));
    byName.putAll(byName(patch));
    byName.values().removeIf(Tree::isNull);
    return new Tree.Mapping(byName, patch.span());
  }

  private static Map<String, Tree> byName(Tree arguments) throws InvalidDocumentException {
    if (!(arguments instanceof Tree.Sequence list)) {
      return Tree.mapping(arguments).entries();
    }
    Map<String, Tree> byName = new LinkedHashMap<>();
    for (Tree item : list.items()) {
      Tree.Mapping pair = Tree.mapping(item);
      byName.put(pair.string("name"), pair.get("value").orElse(item));
    }
    return byName;
  }
}
