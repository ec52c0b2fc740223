package dev.plumbline.engine.remediation;

import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.Authorization;
import dev.plumbline.evidence.ReferencedFile.Authorizer;
import dev.plumbline.evidence.ReferencedFile.Presence;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.SourceLocation.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Edits of an AuthorizationConfiguration that leave it with the wanted types of authorizer. */
final class AuthorizationConfigFix {

  private final Component component;
  private final Authorization config;
  private final List<TextEdit> edits = new ArrayList<>();

  AuthorizationConfigFix(Component component, Authorization config) {
    this.component = component;
    this.config = config;
  }

  /** Empty when the file is written in a way that no edit can be trusted with. */
  Optional<Remedy> to(List<String> types) {
    List<Authorizer> kept =
        config.authorizers().stream().filter(entry -> types.contains(entry.type())).toList();
    List<Integer> surplus = new ArrayList<>();
    for (int i = 0; i < config.authorizers().size(); i++) {
      if (!types.contains(config.authorizers().get(i).type())) {
        surplus.add(i);
      }
    }
    List<String> missing =
        types.stream()
            .filter(type -> kept.stream().noneMatch(entry -> entry.type().equals(type)))
            .toList();
    if (!missing.isEmpty() && !add(missing, surplus)) {
      return Optional.empty();
    }
    surplus.forEach(this::remove);
    return Optional.of(new Remedy(config.excerpt(), edits, result(kept, missing)));
  }

  /** In the place of the first surplus entry, else behind the last one. */
  private boolean add(List<String> missing, List<Integer> surplus) {
    boolean replaces = !surplus.isEmpty();
    int index = replaces ? surplus.remove(0) : config.authorizers().size() - 1;
    SourceLocation place = config.authorizers().get(index).place();
    Optional<String> entries = written(missing, place);
    if (entries.isEmpty()) {
      return false;
    }
    String separator =
        place.style() == Style.FLOW ? ", " : "\n" + " ".repeat(place.column() - 2) + "- ";
    edits.add(
        replaces
            ? new TextEdit(
                place.line(), place.column(), place.endLine(), place.endColumn(), entries.get())
            : new TextEdit(
                place.endLine(),
                place.endColumn(),
                place.endLine(),
                place.endColumn(),
                separator + entries.get()));
    return true;
  }

  private Optional<String> written(List<String> types, SourceLocation place) {
    if (place.style() == Style.FLOW) {
      return Optional.of(
          types.stream()
              .map(type -> "{\"type\": \"" + type + "\", \"name\": \"" + name(type) + "\"}")
              .collect(Collectors.joining(", ")));
    }
    return dash(place)
        .map(
            dash ->
                types.stream()
                    .map(
                        type ->
                            "type: "
                                + type
                                + "\n"
                                + " ".repeat(dash.length())
                                + "name: "
                                + name(type))
                    .collect(Collectors.joining("\n" + dash)));
  }

  private Optional<String> dash(SourceLocation place) {
    return config.excerpt().lines().stream()
        .filter(line -> line.number() == place.line())
        .map(Excerpt.Line::text)
        .map(text -> text.substring(0, text.offsetByCodePoints(0, place.column())))
        .filter(prefix -> prefix.matches(" *- "))
        .findFirst();
  }

  private void remove(int index) {
    SourceLocation place = config.authorizers().get(index).place();
    if (place.style() == Style.BLOCK) {
      edits.add(new TextEdit(place.line(), 0, place.endLine() + 1, 0, ""));
    } else if (index > 0) {
      SourceLocation before = config.authorizers().get(index - 1).place();
      edits.add(
          new TextEdit(
              before.endLine(), before.endColumn(), place.endLine(), place.endColumn(), ""));
    } else {
      SourceLocation next = config.authorizers().get(1).place();
      edits.add(new TextEdit(place.line(), place.column(), next.line(), next.column(), ""));
    }
  }

  private static String name(String type) {
    return type.toLowerCase(Locale.ROOT);
  }

  private Component result(List<Authorizer> kept, List<String> missing) {
    List<Authorizer> authorizers = new ArrayList<>(kept);
    for (String type : missing) {
      authorizers.add(
          new Authorizer(
              type,
              name(type),
              SourceLocation.line(config.hostPath(), 1),
              Presence.ABSENT,
              Map.of()));
    }
    Authorization fixed =
        new Authorization(
            config.path(), config.hostPath(), config.apiVersion(), authorizers, config.excerpt());
    List<ReferencedFile> files =
        component.files().stream().map(file -> file.equals(config) ? fixed : file).toList();
    return component.with(component.arguments(), files);
  }
}
