package dev.plumbline.collector.settings;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the settings of a document that are evidence. */
final class SettingsOfDocument {

  /** More settings than any of these files has. */
  private static final int MAX_SETTINGS = 2000;

  private static final int LONGEST_VALUE = 4096;

  private final ConfigSchema schema;
  private final String file;
  private final List<Setting> settings = new ArrayList<>();

  private SettingsOfDocument(ConfigSchema schema, String file) {
    this.schema = schema;
    this.file = file;
  }

  static List<Setting> take(ConfigSchema schema, String file, Tree.Mapping root)
      throws InvalidDocumentException {
    SettingsOfDocument document = new SettingsOfDocument(schema, file);
    document.collect("", root);
    return document.settings;
  }

  private void collect(String path, Tree node) throws InvalidDocumentException {
    if (settings.size() >= MAX_SETTINGS) {
      throw new InvalidDocumentException(
          node.span().line(), "has more settings than such a file can have");
    }
    if (schema.takesPresence(path)) {
      add(path, "", node);
      return;
    }
    if (node instanceof Tree.Scalar scalar) {
      if (schema.takesValue(path)) {
        if (scalar.text().length() > LONGEST_VALUE) {
          throw new InvalidDocumentException(
              node.span().line(), "has a value longer than such a file can have");
        }
        add(path, scalar.text(), node);
      }
      return;
    }
    Map<String, Tree> children = children(node);
    if (children.isEmpty() && !path.isEmpty()) {
      add(path, "", node);
    }
    for (var child : children.entrySet()) {
      // A dot in a name would make it another setting's path, a number an item of a list.
      boolean plain =
          !child.getKey().contains(".")
              && !(node instanceof Tree.Mapping && child.getKey().matches("\\d+"));
      if (plain) {
        collect(path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue());
      }
    }
  }

  private static Map<String, Tree> children(Tree node) {
    if (node instanceof Tree.Mapping mapping) {
      return mapping.entries();
    }
    List<Tree> items = ((Tree.Sequence) node).items();
    Map<String, Tree> numbered = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      numbered.put(Integer.toString(i), items.get(i));
    }
    return numbered;
  }

  private void add(String path, String value, Tree node) {
    Tree.Span span = node.span();
    boolean own = node instanceof Tree.Scalar scalar && scalar.origin() == Tree.Origin.OWN;
    SourceLocation place =
        new SourceLocation(
            file,
            span.line(),
            span.column(),
            span.endLine(),
            span.endColumn(),
            own ? SourceLocation.Style.BLOCK : SourceLocation.Style.NOT_EDITABLE);
    settings.add(new Setting(path, value, kind(node), place));
  }

  private static Setting.Kind kind(Tree node) {
    if (node instanceof Tree.Scalar scalar) {
      return switch (scalar.kind()) {
        case STRING -> Setting.Kind.STRING;
        case NULL -> Setting.Kind.NULL;
        case BOOLEAN -> Setting.Kind.BOOLEAN;
        case NUMBER -> Setting.Kind.NUMBER;
      };
    }
    return node instanceof Tree.Mapping ? Setting.Kind.MAPPING : Setting.Kind.LIST;
  }
}
