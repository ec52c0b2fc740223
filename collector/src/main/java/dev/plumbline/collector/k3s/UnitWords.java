package dev.plumbline.collector.k3s;

import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/** The words of one line of a systemd unit; see "Quoting" in systemd.syntax(7). */
final class UnitWords {

  private UnitWords() {}

  static List<String> split(String line, SourceLocation place) throws Undetermined {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean inWord = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else if (c == '\\' && i + 1 < line.length()) {
        i++;
        word.append(unescaped(line.charAt(i), place));
        inWord = true;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new Undetermined(place, "has a quote that does not end on its line");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  private static char unescaped(char c, SourceLocation place) throws Undetermined {
    return switch (c) {
      case '\\', '"', '\'' -> c;
      case 's' -> ' ';
      case 't' -> '\t';
      case 'n' -> '\n';
      default -> throw new Undetermined(place, "has an escape that was not resolved");
    };
  }
}
