package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration of k3d, which gives k3s arguments on the nodes that a filter selects
 * (pkg/config/v1alpha5/types.go and pkg/util/filter.go of k3d-io/k3d).
 *
 * @see <a href="https://k3d.io/stable/usage/configfile/">its fields</a>
 */
final class K3d implements Format {

  /** Nodes without a filter are the servers: k3d asks for one where there are several nodes. */
  private static final List<String> ROLES = List.of("server", "agent");

  private static final String ALL = "all";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "Simple", "k3d.io/");
  }

  /** The arguments of each role, as k3s' own file would have them. */
  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping k3s = Format.at(document, "options", "k3s");
    for (String role : ROLES) {
      Map<String, List<Tree>> options = new LinkedHashMap<>();
      for (Tree item : Format.list(k3s, "extraArgs")) {
        Tree.Mapping extra = Tree.mapping(item);
        if (isFor(role, extra)) {
          add(extra.get("arg").orElse(item), options);
        }
      }
      if (!options.isEmpty()) {
        Tree.Mapping file = file(options, k3s);
        into.within(file, () -> new Rancher().read(file, into));
      }
    }
    files(document, into);
  }

  private static boolean isFor(String role, Tree.Mapping extra) throws InvalidDocumentException {
    List<Tree> filters = Format.list(extra, "nodeFilters");
    for (Tree filter : filters) {
      String nodes = Tree.text(filter);
      if (nodes.startsWith(role) || nodes.startsWith(ALL)) {
        return true;
      }
    }
    return filters.isEmpty() && role.equals("server");
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
                values.size() == 1 && !name.endsWith("-arg")
                    ? values.get(0)
                    : SynthesizedTree.list(values, values.get(0))));
    return new Tree.Mapping(fields, at.span());
  }

  /** Files of the machine that k3d mounts, and those whose text is in the configuration. */
  private static void files(Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    for (Tree item : Format.list(document, "files")) {
      Tree.Mapping file = Tree.mapping(item);
      Tree source = file.get("source").orElse(file);
      if (source instanceof Tree.Scalar text && EmbeddedDocuments.mayBeIn(text.text())) {
        EmbeddedDocuments.read(source, into);
      }
    }
  }
}
