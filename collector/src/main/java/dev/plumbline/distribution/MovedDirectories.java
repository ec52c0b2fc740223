package dev.plumbline.distribution;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Directories of distributions that a node has elsewhere.
 *
 * @param places where each is, by where its distribution has it
 */
public record MovedDirectories(Map<String, String> places) {

  public MovedDirectories {
    places = Map.copyOf(places);
  }

  public static MovedDirectories none() {
    return new MovedDirectories(Map.of());
  }

  public MovedDirectories and(MovedDirectories other) {
    Map<String, String> both = new HashMap<>(places);
    both.putAll(other.places);
    return new MovedDirectories(both);
  }

  /** Where the node has what its distribution has at a path; empty for what was not moved. */
  public Optional<String> placeOf(String path) {
    return places.entrySet().stream()
        .filter(place -> path.startsWith(place.getKey() + "/"))
        .findFirst()
        .map(place -> place.getValue() + path.substring(place.getKey().length()));
  }

  /** Where its distribution has what the node has at a path. */
  public String originOf(String path) {
    return places.entrySet().stream()
        .filter(place -> path.startsWith(place.getValue() + "/"))
        .max(Entry.comparingByValue())
        .map(place -> place.getKey() + path.substring(place.getValue().length()))
        .orElse(path);
  }
}
