package dev.plumbline.engine.remediation;

import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.Directory;
import dev.plumbline.evidence.ReferencedFile.Document;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.SourceLocation.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Gives a component's configuration file, or the drop-in that overrides it, the fields that a
 * control asks for. A value that is there is replaced; a field that isn't is put before the first
 * line of the file that is known to open another, if none of what leads to it is there.
 */
final class ComponentConfigFix {

  private final Component component;
  private final Document document;
  private final List<TextEdit> edits = new ArrayList<>();
  private final List<Setting> settings;

  private ComponentConfigFix(Component component, Document document) {
    this.component = component;
    this.document = document;
    this.settings = new ArrayList<>(document.settings());
  }

  static Optional<Remedy> of(Component component, Map<String, String> wanted) {
    return deciding(component, wanted)
        .filter(document -> !document.excerpt().lines().isEmpty())
        .flatMap(document -> new ComponentConfigFix(component, document).to(wanted));
  }

  /**
   * The last drop-in that has one of the fields, since it overrides all before; where there is
   * none, the file.
   */
  private static Optional<Document> deciding(Component component, Map<String, String> wanted) {
    return dropIns(component)
        .filter(
            dropIn ->
                dropIn.settings().stream()
                    .anyMatch(setting -> wanted.keySet().stream().anyMatch(of(setting))))
        .reduce((earlier, later) -> later)
        .or(
            () ->
                component.files().stream()
                    .filter(Document.class::isInstance)
                    .map(Document.class::cast)
                    .filter(document -> !document.excerpt().lines().isEmpty())
                    .findFirst());
  }

  /** A list's setting has the number of the element after the field. */
  private static Predicate<String> of(Setting setting) {
    return field -> setting.path().equals(field) || setting.path().startsWith(field + ".");
  }

  private static Stream<Document> dropIns(Component component) {
    return component.files().stream()
        .flatMap(
            file ->
                file instanceof Directory directory ? directory.documents().stream() : Stream.of())
        .filter(Document.class::isInstance)
        .map(Document.class::cast);
  }

  private Optional<Remedy> to(Map<String, String> wanted) {
    for (Map.Entry<String, String> field : wanted.entrySet()) {
      if (!set(field.getKey(), field.getValue())) {
        return Optional.empty();
      }
    }
    Document fixed =
        new Document(
            document.path(),
            document.hostPath(),
            document.apiVersion(),
            document.documentKind(),
            settings,
            document.excerpt());
    List<ReferencedFile> files =
        component.files().stream().map(file -> replaced(file, fixed)).toList();
    return Optional.of(
        new Remedy(document.excerpt(), edits, component.with(component.arguments(), files)));
  }

  private ReferencedFile replaced(ReferencedFile file, Document fixed) {
    if (file instanceof Directory directory) {
      return new Directory(
          directory.path(),
          directory.hostPath(),
          directory.documents().stream().map(inner -> replaced(inner, fixed)).toList());
    }
    return file.equals(document) ? fixed : file;
  }

  private boolean set(String path, String value) {
    Optional<Setting> there =
        settings.stream().filter(setting -> setting.path().equals(path)).findFirst();
    if (there.isPresent()) {
      return replace(there.get(), value);
    }
    String first = path.split("\\.", -1)[0];
    boolean opened =
        settings.stream().anyMatch(setting -> setting.path().startsWith(first + "."))
            || document.excerpt().lines().stream()
                .anyMatch(line -> line.text().startsWith(first + ":"));
    return !opened && insert(path, value);
  }

  private boolean replace(Setting setting, String value) {
    SourceLocation place = setting.place();
    if (place.style() != Style.BLOCK || place.line() != place.endLine() || value.startsWith("[")) {
      return false;
    }
    edits.add(
        new TextEdit(place.line(), place.column(), place.endLine(), place.endColumn(), value));
    settings.set(settings.indexOf(setting), setting(setting.path(), value, place));
    return true;
  }

  /** Before a line at the margin that opens a field: there every field may stand. */
  private boolean insert(String path, String value) {
    Optional<Integer> at =
        document.excerpt().lines().stream()
            .filter(line -> line.text().matches("[A-Za-z]+:.*"))
            .map(Excerpt.Line::number)
            .findFirst();
    if (at.isEmpty()) {
      return false;
    }
    edits.add(new TextEdit(at.get(), 0, at.get(), 0, written(path, value)));
    SourceLocation place = SourceLocation.line(document.hostPath(), at.get());
    if (value.startsWith("[")) {
      List<String> items = items(value);
      for (int i = 0; i < items.size(); i++) {
        settings.add(setting(path + "." + i, items.get(i), place));
      }
    } else {
      settings.add(setting(path, value, place));
    }
    return true;
  }

  private static String written(String path, String value) {
    StringBuilder lines = new StringBuilder();
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      lines.append("  ".repeat(i)).append(names[i]).append(':');
      lines.append(i == names.length - 1 ? "" : "\n");
    }
    if (value.startsWith("[")) {
      items(value).forEach(item -> lines.append("\n- ").append(item));
      return lines.append('\n').toString();
    }
    return lines.append(' ').append(value).append('\n').toString();
  }

  private static List<String> items(String value) {
    return Arrays.stream(value.substring(1, value.length() - 1).split(",", -1))
        .map(String::strip)
        .toList();
  }

  private static Setting setting(String path, String value, SourceLocation place) {
    Setting.Kind kind =
        value.equals("true") || value.equals("false")
            ? Setting.Kind.BOOLEAN
            : value.matches("-?\\d+") ? Setting.Kind.NUMBER : Setting.Kind.STRING;
    return new Setting(path, value, kind, place);
  }
}
