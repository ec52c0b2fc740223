package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.K3sArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of k3d, which gives k3s arguments on the nodes that a filter selects
 * (pkg/config/transform.go, pkg/util/{filter,files}.go and pkg/types/k3s/paths.go of k3d-io/k3d at
 * 46f3480d).
 *
 * @see <a href="https://k3d.io/stable/usage/configfile/">its fields</a>
 */
final class K3d implements Format {

  /** The roles of nodes, and the field that has their number. */
  private static final Map<String, String> ROLES = new LinkedHashMap<>();

  static {
    ROLES.put("server", "servers");
    ROLES.put("agent", "agents");
  }

  /** More nodes than a machine has room for. */
  private static final int MAX_NODES = 100;

  private static final Pattern FILTER =
      Pattern.compile(
          "(?<group>server|agent|loadbalancer|all)s?(?::(?:(?<list>(?:\\d{1,4},?)+)"
              + "|(?<from>\\d{0,4})-(?<to>\\d{0,4})|\\*))?");

  private static final String FILTERS = "nodeFilters";
  private static final String[] NONE = {};

  /** The directories that the beginning of a file's destination stands for. */
  private static final Map<String, String> SHORTCUTS =
      Map.of(
          "k3s-manifests", "/var/lib/rancher/k3s/server/manifests",
          "k3s-manifests-custom", "/var/lib/rancher/k3s/server/manifests/custom");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "Simple", "k3d.io/");
  }

  /** The arguments of each node, as k3s' own file would have them. */
  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping k3s = Format.at(document, "options", "k3s");
    Set<Tree> read = new LinkedHashSet<>();
    for (Map.Entry<String, String> role : ROLES.entrySet()) {
      int nodes = nodes(role.getKey(), document);
      for (int node = 0; node < nodes; node++) {
        Map<String, List<Tree>> options = options(role.getKey(), node, k3s);
        Tree.Mapping file = file(options, k3s);
        if (!options.isEmpty() && read.add(file)) {
          into.within(file, () -> new Rancher().read(file, into));
        }
      }
    }
    files(document, into);
    volumes(document, into);
  }

  /** Without a number, which the command may give, those that filters name. */
  private static int nodes(String role, Tree.Mapping document) throws InvalidDocumentException {
    Tree number = document.get(ROLES.getOrDefault(role, "")).orElse(null);
    if (number == null) {
      return named(role, Format.at(document, "options", "k3s"));
    }
    String text = number instanceof Tree.Scalar scalar ? scalar.text() : "";
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > MAX_NODES) {
      throw new InvalidDocumentException(
          number.span().line(), "has something other than a number of nodes up to " + MAX_NODES);
    }
    return Integer.parseInt(text);
  }

  private static int named(String role, Tree.Mapping k3s) throws InvalidDocumentException {
    int nodes = 1;
    for (Tree item : Format.list(k3s, "extraArgs")) {
      for (int node = nodes; node < MAX_NODES; node++) {
        if (isNamed(role, node, Tree.mapping(item))) {
          nodes = node + 1;
        }
      }
    }
    return nodes;
  }

  private static boolean isNamed(String role, int node, Tree.Mapping extra)
      throws InvalidDocumentException {
    for (Tree filter : Format.list(extra, FILTERS)) {
      Matcher found = filter(filter);
      if (found.group("list") != null && selects(role, node, found)) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, List<Tree>> options(String role, int node, Tree.Mapping k3s)
      throws InvalidDocumentException {
    Map<String, List<Tree>> options = new LinkedHashMap<>();
    for (Tree item : Format.list(k3s, "extraArgs")) {
      Tree.Mapping extra = Tree.mapping(item);
      if (isFor(role, node, extra)) {
        add(extra.get("arg").orElse(item), options);
      }
    }
    // Until v1alpha3.
    for (Tree argument :
        Format.list(k3s, role.equals("server") ? "extraServerArgs" : "extraAgentArgs")) {
      add(argument, options);
    }
    return options;
  }

  /** k3d asks for a filter where there are several nodes. */
  private static boolean isFor(String role, int node, Tree.Mapping extra)
      throws InvalidDocumentException {
    List<Tree> filters = Format.list(extra, FILTERS);
    for (Tree filter : filters) {
      if (selects(role, node, filter(filter))) {
        return true;
      }
    }
    return filters.isEmpty();
  }

  private static Matcher filter(Tree filter) throws InvalidDocumentException {
    Matcher found = FILTER.matcher(Tree.text(filter));
    if (!found.matches()) {
      throw new InvalidDocumentException(
          filter.span().line(), "has a node filter that k3d refuses, such as one to be rendered");
    }
    return found;
  }

  private static boolean selects(String role, int node, Matcher filter) {
    if (filter.group("group").equals("all")) {
      return true;
    }
    if (!filter.group("group").equals(role)) {
      return false;
    }
    if (filter.group("list") != null) {
      return List.of(filter.group("list").split(",", -1)).contains(String.valueOf(node));
    }
    return node >= number(filter.group("from"), 0) && node <= number(filter.group("to"), MAX_NODES);
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
  }

  private static void add(Tree argument, Map<String, List<Tree>> options)
      throws InvalidDocumentException {
    String text = Tree.text(argument);
    int equals = text.indexOf('=');
    String name = (equals < 0 ? text : text.substring(0, equals)).replaceFirst("^--?", "");
    String value = equals < 0 ? "true" : text.substring(equals + 1);
    options
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(SynthesizedTree.text(value, argument));
  }

  private static Tree.Mapping file(Map<String, List<Tree>> options, Tree at) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    options.forEach(
        (name, values) ->
            fields.put(
                name,
                values.size() == 1 && K3sArguments.component(name).isEmpty()
                    ? values.get(0)
                    : SynthesizedTree.list(values, values.get(0))));
    return new Tree.Mapping(fields, at.span());
  }

  /** A source of several lines is the file's text, and any other the path of one that is copied. */
  private static void files(Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    for (Tree item : Format.list(document, "files")) {
      Tree.Mapping file = Tree.mapping(item);
      String path = destination(Format.text(file, "destination"));
      String text = Format.text(file, "source");
      Tree source = file.get("source").orElse(file);
      if (text.contains("\n")) {
        MachineFile.read(path, text, source, into);
      } else {
        MachineFile.unreadable(path, source, "is a copy of another file, which is not read", into);
      }
    }
  }

  private static String destination(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    return SHORTCUTS.getOrDefault(first, first) + path.substring(first.length());
  }

  /** Files of the machine that k3d mounts into its nodes. */
  private static void volumes(Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    for (Tree item : Format.list(document, "volumes")) {
      Tree volume = Tree.mapping(item).get("volume").orElse(item);
      String[] parts = volume instanceof Tree.Scalar text ? text.text().split(":", -1) : NONE;
      if (parts.length > 1) {
        MachineFile.unreadable(parts[1], volume, "is mounted, and not read", into);
      }
    }
  }
}
