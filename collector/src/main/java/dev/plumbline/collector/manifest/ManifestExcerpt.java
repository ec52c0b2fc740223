package dev.plumbline.collector.manifest;

import dev.plumbline.collector.document.HarmlessLines;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The lines of a manifest that hold the arguments, which are evidence themselves. */
final class ManifestExcerpt {

  private static final Pattern LIST_KEY = Pattern.compile("^\\s*(- )?\"?(command|args)\"?\\s*:");

  private ManifestExcerpt() {}

  static Excerpt of(String file, String text, List<Argument> arguments) {
    List<String> lines = text.lines().toList();
    TreeSet<Integer> shown = new TreeSet<>();
    for (Argument argument : arguments) {
      SourceLocation place = argument.place();
      if (place.style() == SourceLocation.Style.NOT_EDITABLE) {
        continue;
      }
      for (int line = place.line(); line <= Math.min(place.endLine(), lines.size()); line++) {
        // A flow list shares its line with its neighbours, which must hold nothing but its key.
        if (place.style() == SourceLocation.Style.BLOCK || isListLine(lines.get(line - 1))) {
          shown.add(line);
        }
      }
    }
    return HarmlessLines.around(file, lines, shown);
  }

  private static boolean isListLine(String line) {
    if (line.length() > HarmlessLines.LONGEST_LINE) {
      return false;
    }
    String items = LIST_KEY.matcher(line).replaceFirst("");
    return items.chars().noneMatch(c -> c == '{' || c == '}');
  }
}
