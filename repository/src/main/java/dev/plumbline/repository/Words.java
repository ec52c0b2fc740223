package dev.plumbline.repository;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words of ASCII that are looked for in one pass, however many there are: files may be large. */
final class Words {

  private static final int ASCII = 128;

  /** Whether a word begins with two characters. */
  private final boolean[] begins = new boolean[ASCII * ASCII];

  private final Map<Integer, List<String>> byBeginning = new LinkedHashMap<>();

  Words(List<String> words) {
    for (String word : words) {
      int beginning = beginning(word, 0);
      begins[beginning] = true;
      byBeginning.computeIfAbsent(beginning, key -> new ArrayList<>()).add(word);
    }
  }

  /**
   * A word in a text.
   *
   * @param at its offset
   */
  record Found(String word, int at) {

    /** The line that it is in, from 1. */
    int line(String text) {
      return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
  }

  /** The first of the words in a text. */
  Optional<Found> first(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) < ASCII && text.charAt(i + 1) < ASCII && begins[beginning(text, i)]) {
        for (String word : byBeginning.getOrDefault(beginning(text, i), List.of())) {
          if (text.startsWith(word, i)) {
            return Optional.of(new Found(word, i));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static int beginning(String text, int at) {
    return text.charAt(at) * ASCII + text.charAt(at + 1);
  }
}
