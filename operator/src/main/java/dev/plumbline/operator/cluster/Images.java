package dev.plumbline.operator.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images of all pods: each repository, with the versions of it that are in use. */
final class Images {

  private Images() {}

  /**
   * Images by repository.
   *
   * @param pods as {@link Pods} describes them
   */
  static List<Map<String, Object>> of(List<?> pods) {
    Map<String, TreeSet<String>> versions = new TreeMap<>();
    for (Object pod : pods) {
      if (pod instanceof Map<?, ?> map && map.get("containers") instanceof List<?> containers) {
        for (Object container : containers) {
          if (container instanceof Map<?, ?> c
              && c.get("image") instanceof String image
              && !image.isEmpty()) {
            String name = image.substring(0, versionAt(image));
            versions
                .computeIfAbsent(fullName(name), key -> new TreeSet<>())
                .add(image.substring(name.length()));
          }
        }
      }
    }
    return versions.entrySet().stream()
        .map(
            entry ->
                Map.<String, Object>of(
                    "repository", entry.getKey(), "versions", List.copyOf(entry.getValue())))
        .toList();
  }

  /** Where the tag or digest begins; a colon before the last slash is that of a port. */
  private static int versionAt(String image) {
    int digest = image.indexOf('@');
    String named = digest < 0 ? image : image.substring(0, digest);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    return colon < 0 ? named.length() : colon;
  }

  /**
   * The name with the registry that a short one stands for.
   *
   * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#image-names">image
   *     names</a>
   */
  private static String fullName(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (registry) {
      return name;
    }
    return slash < 0 ? "docker.io/library/" + name : "docker.io/" + name;
  }
}
