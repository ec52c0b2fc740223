package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change of which it is unknown whether it is made: what is at its path has the fields of both,
 * each with an unknown value.
 */
final class Undecided {

  private static final String SIGN = " ${enabledIf}";

  /** What items of a list are known by, such as an argument or a file. */
  private static final Set<String> NAMES = Set.of("name", "path");

  private Undecided() {}

  /** An operation in place of one that may not be made. */
  static Tree.Mapping of(Tree.Mapping operation, Tree.Mapping target)
      throws InvalidDocumentException {
    Optional<Tree> made =
        Format.text(operation, "op").equals("remove")
            ? Optional.empty()
            : Optional.ofNullable(operation.entries().get("value"));
    boolean isItem = Format.text(operation, "path").matches(".*/(-|\\d+)");
    Tree either =
        isItem
            ? made.map(Undecided::item).orElse(operation)
            : either(JsonPatch.at(target, operation), made).orElse(operation);
    Map<String, Tree> fields = new LinkedHashMap<>(operation.entries());
    fields.put("op", SynthesizedTree.text("add", operation));
    fields.put("value", either);
    return new Tree.Mapping(fields, operation.span());
  }

  private static Optional<Tree> either(Optional<Tree> old, Optional<Tree> made) {
    if (old.isEmpty() || made.isEmpty()) {
      return old.or(() -> made).map(Undecided::unknown);
    }
    if (old.get() instanceof Tree.Mapping before && made.get() instanceof Tree.Mapping after) {
      Map<String, Tree> all = new LinkedHashMap<>();
      before.entries().forEach((name, value) -> all.put(name, unknown(value)));
      after.entries().forEach((name, value) -> all.put(name, unknown(value)));
      return Optional.of(new Tree.Mapping(all, after.span()));
    }
    if (old.get() instanceof Tree.Sequence before && made.get() instanceof Tree.Sequence after) {
      List<Tree> all = new ArrayList<>();
      before.items().forEach(item -> all.add(item(item)));
      after.items().forEach(item -> all.add(item(item)));
      return Optional.of(new Tree.Sequence(all, after.layout(), after.span()));
    }
    return Optional.of(SynthesizedTree.text(SIGN.strip(), made.get()));
  }

  /** An item of a list keeps what it is known by. */
  private static Tree item(Tree value) {
    if (!(value instanceof Tree.Mapping mapping)) {
      return unknown(value);
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, field) -> fields.put(name, NAMES.contains(name) ? field : unknown(field)));
    return new Tree.Mapping(fields, mapping.span());
  }

  private static Tree unknown(Tree value) {
    if (value instanceof Tree.Scalar scalar) {
      return SynthesizedTree.text(scalar.text() + SIGN, scalar);
    }
    if (value instanceof Tree.Sequence list) {
      return new Tree.Sequence(
          list.items().stream().map(Undecided::item).toList(), list.layout(), list.span());
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    ((Tree.Mapping) value).entries().forEach((name, field) -> fields.put(name, unknown(field)));
    return new Tree.Mapping(fields, value.span());
  }
}
