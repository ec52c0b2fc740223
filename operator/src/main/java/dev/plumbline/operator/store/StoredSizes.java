package dev.plumbline.operator.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How much of a scan's evidence is stored, by digest, and which of it no node refers to yet. */
final class StoredSizes {

  private final Map<String, Integer> bytes = new HashMap<>();

  /** Written since results were last recorded: a node is about to refer to it. */
  private final Set<String> awaited = new HashSet<>();

  void found(String digest, int size) {
    bytes.put(digest, size);
  }

  void written(String digest, int size) {
    found(digest, size);
    awaited.add(digest);
  }

  /** Nodes refer to what they were going to. */
  void recorded() {
    awaited.clear();
  }

  void deleted(String digest) {
    bytes.remove(digest);
    awaited.remove(digest);
  }

  /** Whether so much more is within a budget, both in bytes. */
  boolean haveRoom(String digest, int size, long budget) {
    long others =
        bytes.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(digest))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return others + size <= budget;
  }

  /** What no node refers to, and none is about to. */
  Set<String> unneeded(Set<String> referred) {
    Set<String> unneeded = new HashSet<>(bytes.keySet());
    unneeded.removeAll(referred);
    unneeded.removeAll(awaited);
    return unneeded;
  }
}
