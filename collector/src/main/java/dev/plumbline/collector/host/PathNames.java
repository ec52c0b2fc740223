package dev.plumbline.collector.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Absolute paths as the names that they are made of. */
final class PathNames {

  private PathNames() {}

  static List<String> append(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  static boolean startsWith(List<String> names, List<String> prefix) {
    return names.size() >= prefix.size() && names.subList(0, prefix.size()).equals(prefix);
  }

  static String absolute(List<String> parts) {
    return "/" + String.join("/", parts);
  }

  static List<String> parts(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
  }
}
