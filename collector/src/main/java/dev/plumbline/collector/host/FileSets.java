package dev.plumbline.collector.host;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.distribution.Recognized;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files of a node that belong together, wherever its distribution keeps them. */
public final class FileSets {

  /** A control plane's own certificates are about thirty files; a CA's archive may be some more. */
  private static final int MAX_FILES = 1000;

  private static final int MAX_DEPTH = 8;

  private final HostFileSystem host;
  private final HostFiles attributes;
  private Recognized recognized = new Recognized.None();

  public FileSets(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  /**
   * Reads every set.
   *
   * @param moved directories that a running program of the node keeps elsewhere: where, by where
   *     its distribution has them
   */
  public List<FileSet> read(Map<String, String> moved) {
    List<FileSet> sets = new ArrayList<>();
    FileSet marks = marks();
    recognized =
        Distributions.recognize(
            new Recognition.Node(
                "",
                Map.of(),
                "",
                marks.files().stream().map(HostFile::path).collect(Collectors.toSet())));
    Distributions.fileSets()
        .forEach((name, paths) -> sets.add(read(name, withMoved(paths, moved))));
    sets.add(read("static-pod-manifests", Distributions.staticPods()));
    sets.add(marks);
    sets.sort(Comparator.comparing(FileSet::name));
    return sets;
  }

  /** What lies at the distribution's own place is looked at too: others may read it still. */
  private static List<String> withMoved(List<String> paths, Map<String, String> moved) {
    List<String> all = new ArrayList<>(paths);
    for (String path : paths) {
      moved.forEach(
          (from, to) -> {
            if (path.startsWith(from + "/")) {
              all.add(to + path.substring(from.length()));
            }
          });
    }
    return all;
  }

  /**
   * Those of the paths that distributions are recognised by; what is below them is of no matter.
   */
  private FileSet marks() {
    List<String> paths = List.copyOf(Distributions.marks());
    Found found = new Found();
    // By its own name where it is a link, as a job of BOSH is.
    paths.forEach(
        path ->
            attributes
                .attributes(path, "/")
                .found()
                .map(file -> file.at(path))
                .ifPresent(found.files::add));
    return new FileSet(FileSet.DISTRIBUTION, paths, found.files, List.of(), List.of());
  }

  private FileSet read(String name, List<String> paths) {
    Found found = new Found();
    for (String path : paths) {
      expanded(path).forEach(one -> tree(one, 0, found));
    }
    return new FileSet(name, paths, found.files, found.unseen, found.outOfScope);
  }

  /** A path with {@code *} for a directory of any name; as it is where that can't be looked up. */
  private List<String> expanded(String path) {
    int star = path.indexOf("/*");
    if (star < 0) {
      return List.of(path);
    }
    String directory = path.substring(0, star);
    Lookup<List<String>> names = host.list(directory, MAX_FILES);
    return names instanceof Lookup.Found<List<String>> found
        ? found.value().stream()
            .map(name -> directory + "/" + name + path.substring(star + 2))
            .toList()
        : List.of(directory);
  }

  /** What has been found of one set. */
  private static final class Found {
    private final List<HostFile> files = new ArrayList<>();
    private final List<Problem> unseen = new ArrayList<>();
    private final List<String> outOfScope = new ArrayList<>();

    void refuse(String path, String why) {
      unseen.add(new Problem("", SourceLocation.line(path, 1), why));
    }
  }

  private void tree(String path, int depth, Found into) {
    Lookup<HostFile> file = attributes.attributes(path, "/");
    if (file instanceof Lookup.OutOfScope<HostFile> outside) {
      if (!isOfAnAbsentDistribution(path)) {
        into.outOfScope.add(outside.path());
      }
    } else if (file instanceof Lookup.Refused<HostFile> refused) {
      if (!isOfAnAbsentDistribution(path)) {
        into.refuse(path, refused.why());
      }
    } else if (file instanceof Lookup.Found<HostFile> found) {
      if (into.files.size() >= MAX_FILES || depth > MAX_DEPTH) {
        into.refuse(path, "holds more files than such a directory can have");
        return;
      }
      into.files.add(found.value());
      if (found.value().kind() == HostFile.Kind.DIRECTORY) {
        entries(path, depth, into);
      }
    }
  }

  private void entries(String path, int depth, Found into) {
    Lookup<List<String>> names = host.list(path, MAX_FILES);
    if (names instanceof Lookup.Refused<List<String>> refused) {
      into.refuse(path, refused.why());
    }
    for (String name : names.found().orElse(List.of())) {
      if (into.files.size() < MAX_FILES || into.unseen.isEmpty()) {
        tree(path + "/" + name, depth + 1, into);
      }
    }
  }

  private boolean isOfAnAbsentDistribution(String path) {
    return Distributions.isOfAnother(path, recognized)
        || Distributions.isOfAnAbsentDistribution(
            path, mark -> attributes.attributes(mark, "/") instanceof Lookup.Absent);
  }
}
