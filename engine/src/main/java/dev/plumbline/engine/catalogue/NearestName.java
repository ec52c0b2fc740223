package dev.plumbline.engine.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The known name that a mistyped one most likely means. */
public final class NearestName {

  /** Of that many characters, one may be wrong. */
  private static final int CHARACTERS_PER_ERROR = 3;

  private NearestName() {}

  /**
   * The nearest name.
   *
   * @param asked what was typed
   * @param known of names that are equally near, the last is taken, which is the newest
   * @return empty when none is near
   */
  public static Optional<String> to(String asked, Collection<String> known) {
    String lower = asked.toLowerCase(Locale.ROOT);
    Optional<String> longer =
        lower.isEmpty()
            ? Optional.empty()
            : last(known.stream().filter(name -> name.toLowerCase(Locale.ROOT).startsWith(lower)));
    if (longer.isPresent()) {
      return longer;
    }
    int allowed = Math.max(1, lower.length() / CHARACTERS_PER_ERROR);
    List<String> near =
        known.stream()
            .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= allowed)
            .toList();
    return near.stream()
        .mapToInt(name -> distance(lower, name.toLowerCase(Locale.ROOT)))
        .boxed()
        .min(Comparator.naturalOrder())
        .flatMap(
            least ->
                last(
                    near.stream()
                        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) == least)));
  }

  private static Optional<String> last(Stream<String> names) {
    return names.reduce((first, second) -> second);
  }

  /** How many characters must be inserted, removed or replaced to make one text the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
