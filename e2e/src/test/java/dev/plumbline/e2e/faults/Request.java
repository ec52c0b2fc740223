package dev.plumbline.e2e.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A request of the operator, as the proxy sees it.
 *
 * @param query without the question mark; empty when there is none
 */
record Request(String method, String path, String query) {

  private static final Set<String> SUBRESOURCES = Set.of("status", "log", "binding");

  static Request of(String method, String uri) {
    int mark = uri.indexOf('?');
    return mark < 0
        ? new Request(method, uri, "")
        : new Request(method, uri.substring(0, mark), uri.substring(mark + 1));
  }

  boolean isWatch() {
    return query.contains("watch=true");
  }

  /** Whether it may change something. */
  boolean isWrite() {
    return !method.equals("GET");
  }

  /**
   * What it asks for, without names: {@code PATCH compliancescans/status}, {@code LIST jobs}. A
   * name is what follows a plural, and a subresource what follows a name.
   */
  String kind() {
    List<String> parts =
        Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    int from = path.startsWith("/apis/") ? 3 : 2;
    if (parts.size() <= from || !path.startsWith("/api")) {
      return method + " " + path;
    }
    if (parts.get(from).equals("namespaces") && parts.size() > from + 2) {
      from += 2;
    }
    String resource = parts.get(from);
    boolean isNamed = parts.size() > from + 1;
    String subresource =
        parts.size() > from + 2 && SUBRESOURCES.contains(parts.get(from + 2))
            ? "/" + parts.get(from + 2)
            : "";
    return verb(isNamed) + " " + resource + subresource;
  }

  private String verb(boolean isNamed) {
    if (isWatch()) {
      return "WATCH";
    }
    return switch (method) {
      case "GET" -> isNamed ? "GET" : "LIST";
      case "DELETE" -> isNamed ? "DELETE" : "DELETE COLLECTION OF";
      case "POST" -> "CREATE";
      case "PUT" -> "UPDATE";
      default -> method;
    };
  }
}
