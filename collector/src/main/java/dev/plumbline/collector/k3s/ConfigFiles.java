package dev.plumbline.collector.k3s;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.HarmlessLines;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The configuration file of k3s and the files of its {@code .d} directory, in the order of their
 * names: a later file replaces an option, and one whose name ends in {@code +} adds to it.
 *
 * @see <a href="https://docs.k3s.io/installation/configuration#multiple-config-files">k3s'
 *     configuration</a>; pkg/configfilearg/parser.go of k3s v1.36.3
 */
final class ConfigFiles {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_FILES = 200;

  private final HostFileSystem host;
  private final Instant started;
  private final Map<String, List<Option>> options = new LinkedHashMap<>();
  private Excerpt excerpt = Excerpt.none();

  /**
   * @param started when k3s was, which reads them once; {@code Instant.MAX} when that is not known
   */
  ConfigFiles(HostFileSystem host, Instant started) {
    this.host = host;
    this.started = started;
  }

  /** The options in force, of those that are kept. */
  List<Option> read(String file) throws Undetermined {
    merge(file);
    for (String dropIn : dropIns(file + ".d")) {
      merge(dropIn);
    }
    return options.values().stream().flatMap(List::stream).toList();
  }

  /** The lines of the main file that give arguments to components. */
  Excerpt excerpt() {
    return excerpt;
  }

  private List<String> dropIns(String directory) throws Undetermined {
    Lookup<List<String>> names = host.list(directory, MAX_FILES);
    if (names instanceof Lookup.Absent<List<String>>) {
      return List.of();
    }
    if (!(names instanceof Lookup.Found<List<String>> found)) {
      throw Undetermined.of(names);
    }
    return found.value().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml"))
        .map(name -> directory + "/" + name)
        .filter(path -> !host.isDirectory(path))
        .toList();
  }

  private void merge(String path) throws Undetermined {
    FileContent content = host.read(path, "/", MAX_BYTES);
    if (content instanceof FileContent.Absent) {
      return;
    }
    if (!(content instanceof FileContent.Text text)) {
      throw Undetermined.of(content);
    }
    Undetermined.ifChanged(path, text, started);
    if (text.text().lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
      return;
    }
    try {
      Tree.mapping(Document.parse(text.text()))
          .entries()
          .forEach((key, value) -> merge(key, options(path, key, value)));
    } catch (InvalidDocumentException e) {
      throw new Undetermined(SourceLocation.line(path, e.line()), e.why());
    }
    if (excerpt.lines().isEmpty()) {
      excerpt = excerpt(path, text.text());
    }
  }

  private void merge(String key, List<Option> given) {
    String name = K3sOptions.longName(key.replaceFirst("\\+$", ""));
    if (K3sOptions.isKept(name)) {
      List<Option> merged = new ArrayList<>();
      if (key.endsWith("+")) {
        merged.addAll(options.getOrDefault(name, List.of()));
      }
      merged.addAll(given);
      options.put(name, merged);
    }
  }

  private static List<Option> options(String path, String key, Tree value) {
    String name = K3sOptions.longName(key.replaceFirst("\\+$", ""));
    List<Tree> items = value instanceof Tree.Sequence list ? list.items() : List.of(value);
    return items.stream()
        .filter(Tree.Scalar.class::isInstance)
        .map(Tree.Scalar.class::cast)
        .map(scalar -> new Option(name, text(scalar), place(path, scalar)))
        .toList();
  }

  private static String text(Tree.Scalar scalar) {
    return Tree.isNull(scalar) ? "" : scalar.text();
  }

  private static SourceLocation place(String path, Tree.Scalar scalar) {
    Tree.Span span = scalar.span();
    boolean own = scalar.origin() == Tree.Origin.OWN;
    return new SourceLocation(
        path,
        span.line(),
        span.column(),
        span.endLine(),
        span.endColumn(),
        own ? SourceLocation.Style.BLOCK : SourceLocation.Style.NOT_EDITABLE);
  }

  /** A flow mapping shares its line with its neighbours, which may be secrets. */
  private static boolean isArgument(String line) {
    return line.matches("\\s*(-\\s|[a-z-]+-arg\\+?:).*") && !line.contains("{");
  }

  private Excerpt excerpt(String path, String text) {
    List<String> lines = text.lines().toList();
    TreeSet<Integer> shown = new TreeSet<>();
    for (List<Option> option : options.values()) {
      option.stream()
          .filter(
              given -> K3sOptions.isArguments(given.name()) && given.place().file().equals(path))
          .map(given -> given.place().line())
          .filter(line -> line <= lines.size() && isArgument(lines.get(line - 1)))
          .forEach(shown::add);
    }
    for (int i = 1; i <= lines.size(); i++) {
      if (lines.get(i - 1).matches("[a-z-]+-arg\\+?:\\s*")) {
        shown.add(i);
      }
    }
    return HarmlessLines.around(path, lines, shown);
  }
}
