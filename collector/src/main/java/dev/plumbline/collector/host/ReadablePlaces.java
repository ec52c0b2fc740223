package dev.plumbline.collector.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which places of a node can be read, beside {@code /proc}.
 *
 * @param places directories and files, absolute; {@code /} for the whole node
 * @param missing those that were to be mounted and that the kubelet did not find
 * @param elsewhere places by where the node has them, if a link leads from the one to the other
 */
record ReadablePlaces(List<String> places, List<String> missing, Map<String, String> elsewhere) {

  ReadablePlaces {
    places = List.copyOf(places);
    missing = List.copyOf(missing);
    elsewhere = Map.copyOf(elsewhere);
  }

  /** The same path by a place that can be read. */
  String readable(String path) {
    return elsewhere.entrySet().stream()
        .filter(place -> isWithin(List.of(place.getKey()), path))
        .findFirst()
        .map(place -> place.getValue() + path.substring(place.getKey().length()))
        .orElse(path);
  }

  /** Whether a path, links aside, lies where the node can be read. */
  boolean cover(String path) {
    return places.contains("/") || isWithin(places, path) || isWithin(List.of("/proc"), path);
  }

  /**
   * Why a path can't be read that the kubelet did not find; a phrase that continues the path. That
   * the node lacks it does not follow: a kubelet in a container has other directories than its
   * node.
   */
  Optional<String> whyMissing(String path) {
    return missing.stream()
        .filter(place -> isWithin(List.of(place), path))
        .findFirst()
        .map(
            place ->
                "was not read: the node's kubelet found no "
                    + (path.equals(place) ? "such directory or file" : place)
                    + " to mount. If the node has it, as where the kubelet runs in a container, run"
                    + " plumbline check on the node");
  }

  /** The names of the places straight below a directory. */
  List<String> below(String directory) {
    return places.stream()
        .filter(place -> place.startsWith(directory + "/"))
        .map(place -> place.substring(directory.length() + 1))
        .filter(name -> name.indexOf('/') < 0)
        .sorted()
        .toList();
  }

  private static boolean isWithin(List<String> places, String path) {
    return places.stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
  }
}
