package dev.plumbline.collector.host;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.distribution.Recognized;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Files of a node that belong together, wherever its distribution keeps them. */
public final class FileSets {

  /** A control plane's own certificates are about thirty files; a CA's archive may be some more. */
  private static final int MAX_FILES = 1000;

  private static final int MAX_DEPTH = 8;

  private final HostFileSystem host;
  private final HostFiles attributes;

  public FileSets(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  /**
   * Reads every set.
   *
   * @param moved directories that the running programs of the node keep elsewhere
   */
  public List<FileSet> read(MovedDirectories moved) {
    FileSet marks = marks();
    Recognized recognized =
        Distributions.recognize(Recognition.Node.ofFiles(marks.files().stream()));
    List<FileSet> sets = new ArrayList<>();
    Distributions.fileSets()
        .forEach((name, paths) -> sets.add(new Found(recognized, moved).read(name, paths)));
    sets.add(new Found(recognized, moved).read(FileSet.STATIC_PODS, Distributions.staticPods()));
    sets.add(marks);
    sets.sort(Comparator.comparing(FileSet::name));
    return sets;
  }

  /**
   * Those of the paths that distributions are recognised by; what is below them is of no matter.
   */
  private FileSet marks() {
    List<String> paths = List.copyOf(Distributions.marks());
    // By its own name where it is a link, as a job of BOSH is.
    List<HostFile> found =
        paths.stream()
            .flatMap(
                path ->
                    attributes.attributes(path, "/").found().map(file -> file.at(path)).stream())
            .toList();
    return new FileSet(FileSet.DISTRIBUTION, paths, found, List.of(), List.of());
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
  private final class Found {
    private final Recognized recognized;
    private final MovedDirectories moved;
    private final List<HostFile> files = new ArrayList<>();
    private final List<Problem> unseen = new ArrayList<>();
    private final List<String> outOfScope = new ArrayList<>();

    Found(Recognized recognized, MovedDirectories moved) {
      this.recognized = recognized;
      this.moved = moved;
    }

    FileSet read(String name, List<String> paths) {
      List<String> lookedAt = new ArrayList<>();
      for (String path : paths) {
        lookedAt.add(path);
        // What lies at the distribution's own place counts too: others may read it still.
        moved.placeOf(path).ifPresent(lookedAt::add);
      }
      for (String path : lookedAt) {
        expanded(path).forEach(one -> tree(one, 0));
      }
      return new FileSet(name, lookedAt, files, unseen, outOfScope);
    }

    private void tree(String path, int depth) {
      Lookup<HostFile> file = attributes.attributes(path, "/");
      if (file instanceof Lookup.OutOfScope<HostFile> outside) {
        if (mayBeThere(path)) {
          outOfScope.add(outside.path());
        }
      } else if (file instanceof Lookup.Refused<HostFile> refused) {
        if (mayBeThere(path)) {
          refuse(path, refused.why());
        }
      } else if (file instanceof Lookup.Found<HostFile> found) {
        if (files.size() >= MAX_FILES || depth > MAX_DEPTH) {
          refuse(path, "holds more files than such a directory can have");
          return;
        }
        files.add(found.value());
        if (found.value().kind() == HostFile.Kind.DIRECTORY) {
          entries(path, depth);
        }
      }
    }

    private void entries(String path, int depth) {
      Lookup<List<String>> names = host.list(path, MAX_FILES);
      if (names instanceof Lookup.Refused<List<String>> refused) {
        refuse(path, refused.why());
      }
      for (String name : names.found().orElse(List.of())) {
        if (files.size() < MAX_FILES || unseen.isEmpty()) {
          tree(path + "/" + name, depth + 1);
        }
      }
    }

    private void refuse(String path, String why) {
      unseen.add(new Problem("", SourceLocation.line(path, 1), why));
    }

    /**
     * Whether something may be at a path that could not be read: not where only an absent
     * distribution has it, nor where the node's own would have it if it had not been moved.
     */
    private boolean mayBeThere(String path) {
      String usual = moved.originOf(path);
      return moved.placeOf(path).isEmpty()
          && !Distributions.isOfAnother(usual, recognized)
          && !Distributions.isOfAnAbsentDistribution(
              usual, mark -> attributes.attributes(mark, "/") instanceof Lookup.Absent);
    }
  }
}
