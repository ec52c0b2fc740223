package dev.plumbline.engine.remediation;

import dev.plumbline.engine.component.Authorization;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.remediation.AuthorizationRemedy.Remedy;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Place;
import dev.plumbline.evidence.Place.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Edits of a manifest's argument list that give it one {@code --authorization-mode}. */
final class FlagEdits {

  private final Component component;
  private final ParsedFlags.Accepted flags;
  private final List<TextEdit> edits = new ArrayList<>();
  private final List<Argument> arguments;

  FlagEdits(Component component, ParsedFlags.Accepted flags) {
    this.component = component;
    this.flags = flags;
    this.arguments = new ArrayList<>(component.arguments());
  }

  /** Empty when the arguments are written in a way that no edit can be trusted with. */
  Optional<Remedy> to(List<String> types) {
    boolean opaque =
        arguments.stream().anyMatch(argument -> argument.place().style() == Style.OPAQUE);
    if (opaque || component.place().style() == Style.OPAQUE) {
      return Optional.empty();
    }
    String wanted = "--" + Authorization.MODE + "=" + String.join(",", types);
    List<FlagUse> surplus = new ArrayList<>(flags.usesOf(Authorization.MODE));
    Optional<FlagUse> first = surplus.isEmpty() ? Optional.empty() : Optional.of(surplus.remove(0));
    if (!types.contains("ABAC")) {
      surplus.addAll(flags.usesOf(Authorization.POLICY_FILE));
    }
    List<Integer> dropped = new ArrayList<>();
    surplus.forEach(use -> indexes(use).forEach(dropped::add));
    first.ifPresent(use -> indexes(use).stream().skip(1).forEach(dropped::add));
    dropped.stream().sorted(java.util.Comparator.reverseOrder()).forEach(this::remove);
    if (first.isPresent()) {
      replace(first.get().index(), dropped, wanted);
    } else if (!insert(wanted)) {
      return Optional.empty();
    }
    return Optional.of(new Remedy(component.excerpt(), edits, result()));
  }

  private static List<Integer> indexes(FlagUse use) {
    return java.util.stream.IntStream.range(use.index(), use.index() + use.width())
        .boxed()
        .toList();
  }

  private void replace(int index, List<Integer> dropped, String wanted) {
    Place place = component.arguments().get(index).place();
    edits.add(
        new TextEdit(
            place.line(),
            place.column(),
            place.endLine(),
            place.endColumn(),
            written(place, wanted)));
    int shift = (int) dropped.stream().filter(i -> i < index).count();
    arguments.set(index - shift, Argument.known(wanted, place));
  }

  private void remove(int index) {
    Place place = component.arguments().get(index).place();
    if (place.style() == Style.BLOCK) {
      int end = place.endColumn() == 0 ? place.endLine() : place.endLine() + 1;
      edits.add(new TextEdit(place.line(), 0, end, 0, ""));
    } else {
      Place before = index == 0 ? component.place() : component.arguments().get(index - 1).place();
      edits.add(
          new TextEdit(
              before.endLine(), before.endColumn(), place.endLine(), place.endColumn(), ""));
    }
    arguments.remove(index);
  }

  /** Before all other arguments: none of them can swallow it there. */
  private boolean insert(String wanted) {
    if (arguments.isEmpty()) {
      return insertBehindProgram(wanted);
    }
    Place place = arguments.get(0).place();
    if (place.style() == Style.FLOW) {
      edits.add(
          new TextEdit(
              place.line(),
              place.column(),
              place.line(),
              place.column(),
              written(place, wanted) + ", "));
    } else {
      Optional<String> dash = dash(place);
      if (dash.isEmpty()) {
        return false;
      }
      edits.add(new TextEdit(place.line(), 0, place.line(), 0, dash.get() + wanted + "\n"));
    }
    arguments.add(0, Argument.known(wanted, place));
    return true;
  }

  private boolean insertBehindProgram(String wanted) {
    Place place = component.place();
    Optional<String> dash = dash(place);
    if (place.style() == Style.BLOCK && dash.isEmpty()) {
      return false;
    }
    String added =
        place.style() == Style.FLOW
            ? ", " + written(place, wanted)
            : "\n" + dash.orElseThrow() + wanted;
    edits.add(
        new TextEdit(
            place.endLine(), place.endColumn(), place.endLine(), place.endColumn(), added));
    arguments.add(Argument.known(wanted, place));
    return true;
  }

  /** What stands before an item of a block list: its indentation and dash. */
  private Optional<String> dash(Place place) {
    return component.excerpt().lines().stream()
        .filter(line -> line.number() == place.line())
        .map(Excerpt.Line::text)
        .map(text -> text.substring(0, text.offsetByCodePoints(0, place.column())))
        .filter(prefix -> prefix.matches("\\s*-\\s+"))
        .findFirst();
  }

  /** In a flow list a bare comma would end the item. */
  private static String written(Place place, String argument) {
    return place.style() == Style.FLOW ? '"' + argument + '"' : argument;
  }

  private Component result() {
    return new Component(
        component.name(),
        component.source(),
        component.place(),
        component.image(),
        arguments,
        component.files(),
        component.excerpt());
  }
}
