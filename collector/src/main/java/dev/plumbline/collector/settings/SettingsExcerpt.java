package dev.plumbline.collector.settings;

import dev.plumbline.collector.document.HarmlessLines;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.Setting;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines of a configuration file that a patch of its settings needs. */
final class SettingsExcerpt {

  private SettingsExcerpt() {}

  /**
   * The lines of the settings taken, and those that hold nothing but a field's name or a harmless
   * value.
   */
  static Excerpt of(String file, String text, Tree.Mapping root, List<Setting> settings) {
    List<String> lines = text.lines().toList();
    Set<String> fields =
        root.entries().keySet().stream()
            .filter(name -> name.matches("[A-Za-z]+"))
            .collect(Collectors.toSet());
    TreeSet<Integer> shown = new TreeSet<>();
    for (Setting setting : settings) {
      int line = setting.place().line();
      boolean onOneLine = line == setting.place().endLine() && line <= lines.size();
      // A flow mapping shares its line with its neighbours, which may be secrets.
      if (!setting.value().isEmpty() && onOneLine && !lines.get(line - 1).contains("{")) {
        shown.add(line);
      }
    }
    for (int i = 1; i <= lines.size(); i++) {
      String line = lines.get(i - 1);
      boolean opensField =
          line.endsWith(":") && fields.contains(line.substring(0, line.length() - 1));
      if (opensField || line.matches("(kind|apiVersion): [\\w./]+|[A-Za-z]+: (\\d+[smh]?|\\d*)")) {
        shown.add(i);
      }
    }
    return HarmlessLines.around(file, lines, shown);
  }
}
