package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code config.yaml} of RKE2 and k3s with the files of {@code config.yaml.d}, by their names: the
 * last value of an option counts, and one whose name ends in {@code +} is appended to the one
 * before. Of each file the first document counts.
 *
 * @see <a href="https://docs.rke2.io/install/configuration#multiple-config-files">multiple
 *     configuration files</a>; pkg/configfilearg/parser.go of k3s at f646604010af
 */
final class ConfigDropIns {

  private static final Pattern DIRECTORY = Pattern.compile(".+\\.ya?ml\\.d");

  private static final Pattern FILE = Pattern.compile("(?i).+\\.ya?ml");

  private ConfigDropIns() {}

  /** The file that a drop-in adds to; empty when a file is none by its path. */
  static Optional<Path> mainOf(Path path) {
    Path directory = path.getParent();
    if (directory == null || directory.getFileName() == null) {
      return Optional.empty();
    }
    String name = directory.getFileName().toString();
    return DIRECTORY.matcher(name).matches()
            && FILE.matcher(path.getFileName().toString()).matches()
        ? Optional.of(directory.resolveSibling(name.substring(0, name.length() - ".d".length())))
        : Optional.empty();
  }

  /** The directory of the drop-ins of a file. */
  static Path directoryOf(Path main) {
    return main.resolveSibling(main.getFileName() + ".d");
  }

  /**
   * The files that are read with one, without it: its drop-ins, or what it is a drop-in of. A
   * directory among them is skipped, as RKE2 and k3s do.
   */
  static PathsBelow beside(Path path) {
    Path main = mainOf(path).orElse(path);
    Path directory = directoryOf(main);
    if (!DIRECTORY.matcher(directory.getFileName().toString()).matches()) {
      return PathsBelow.none();
    }
    PathsBelow dropIns =
        PathsBelow.of(
            directory,
            entry -> mainOf(entry).isPresent() && !Files.isDirectory(entry) && !entry.equals(path));
    boolean withMain = !main.equals(path) && Files.exists(main);
    return withMain ? dropIns.and(new PathsBelow(List.of(main), Map.of())) : dropIns;
  }

  /** The files as the one document that they make; as they are when they are of another tool. */
  static SourceFile merged(SourceFile files) {
    Map<SourceFile.Part, Tree.Mapping> first = new LinkedHashMap<>();
    for (Tree.Mapping document : files.objects()) {
      first.putIfAbsent(files.part(document.span().line()), document);
    }
    boolean dropIns =
        files.parts().stream().skip(1).allMatch(part -> mainOf(Path.of(part.name())).isPresent());
    if (!dropIns || first.isEmpty()) {
      return files;
    }
    Tree.Mapping whole = whole(List.copyOf(first.values()));
    return Rancher.isOne(whole)
        ? new SourceFile(files.name(), files.parts(), List.of(whole))
        : files;
  }

  /** The options of documents in the order that they are read. */
  static Tree.Mapping whole(List<Tree.Mapping> documents) {
    Map<String, Tree> options = new LinkedHashMap<>();
    documents.forEach(document -> document.entries().forEach((key, v) -> put(key, v, options)));
    return new Tree.Mapping(options, documents.get(0).span());
  }

  private static void put(String key, Tree value, Map<String, Tree> options) {
    boolean appends = key.endsWith("+");
    String option = appends ? key.substring(0, key.length() - 1) : key;
    Tree old = options.get(option);
    if (appends && old != null) {
      List<Tree> items = new ArrayList<>(items(old));
      items.addAll(items(value));
      options.put(option, new Tree.Sequence(items, Tree.Layout.BLOCK, value.span()));
    } else {
      options.put(option, value);
    }
  }

  private static List<Tree> items(Tree value) {
    if (value instanceof Tree.Sequence list) {
      return list.items();
    }
    return Tree.isNull(value) ? List.of() : List.of(value);
  }
}
