package dev.plumbline.distribution;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The directory that a distribution keeps its files in, and that its users may have elsewhere.
 *
 * @param path where it is by default; empty for a distribution that has none
 * @param shownBy paths below it, by the component whose command line names all of them when the
 *     distribution has started it. One alone could be another's, such as {@code
 *     /usr/local/bin/kubelet}.
 */
public record DataDirectory(String path, Map<String, List<String>> shownBy) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public DataDirectory {
    path = path == null ? "" : path;
    shownBy = shownBy == null ? Map.of() : Map.copyOf(shownBy);
  }

  static DataDirectory none() {
    return new DataDirectory("", Map.of());
  }

  /**
   * Where it is, by the command line of a component.
   *
   * @param words the path of its program, and its arguments
   * @return empty when they don't show it
   */
  Optional<String> shown(String component, List<String> words) {
    List<String> below = shownBy.getOrDefault(component, List.of());
    if (below.isEmpty()) {
      return Optional.empty();
    }
    Set<String> common = directories(words, below.get(0));
    below.forEach(known -> common.retainAll(directories(words, known)));
    return common.size() == 1 ? common.stream().findFirst() : Optional.empty();
  }

  /** Those that have a path below them, of the words and the values of flags. */
  private static Set<String> directories(List<String> words, String below) {
    String end = "/" + below;
    return words.stream()
        .map(word -> word.startsWith("-") ? word.substring(word.indexOf('=') + 1) : word)
        .filter(value -> value.startsWith("/") && value.endsWith(end))
        .map(value -> value.substring(0, value.length() - end.length()))
        .filter(directory -> !directory.isEmpty() && !(directory + "/").contains("/../"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Whether a file lies at a place below the data directory, wherever that is. */
  boolean isBelow(String place, String file) {
    return !path.isEmpty()
        && place.startsWith(path + "/")
        && file.contains(place.substring(path.length()) + "/");
  }
}
