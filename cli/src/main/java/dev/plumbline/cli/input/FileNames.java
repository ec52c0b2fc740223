package dev.plumbline.cli.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What files are called in reports and baselines: by their path below the root of the Git
 * repository, as GitHub and other consumers of SARIF expect it, however they were named and
 * wherever the command was started. Without a repository it is the path below the working
 * directory. Files elsewhere have their absolute path.
 */
final class FileNames {

  private final Path root;

  private FileNames(Path root) {
    this.root = root;
  }

  /**
   * The names where these files are read together: by one root, so that no two files have one name.
   * That of the working directory's repository counts where there are files in it, and otherwise
   * that of the only repository that they are in.
   *
   * @param workingDirectory an absolute path
   */
  static FileNames of(Path workingDirectory, Collection<Path> files) {
    Map<Path, Optional<Path>> known = new HashMap<>();
    Set<Path> roots = new LinkedHashSet<>();
    for (Path file : files) {
      Path directory = absolute(file).getParent();
      if (directory != null) {
        rootOf(directory, known).ifPresent(roots::add);
      }
    }
    Optional<Path> own = rootOf(workingDirectory, known);
    boolean inside =
        own.isPresent() && files.stream().anyMatch(file -> absolute(file).startsWith(own.get()));
    return !inside && roots.size() == 1
        ? new FileNames(roots.iterator().next())
        : new FileNames(own.orElse(workingDirectory));
  }

  String of(Path file) {
    Path absolute = absolute(file);
    Path name = absolute.startsWith(root) ? root.relativize(absolute) : absolute;
    return name.toString().isEmpty() ? "." : name.toString().replace('\\', '/');
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** The nearest directory, at or above one, that is the root of a repository. */
  private static Optional<Path> rootOf(Path directory, Map<Path, Optional<Path>> known) {
    Optional<Path> before = known.get(directory);
    if (before != null) {
      return before;
    }
    Path parent = directory.getParent();
    Optional<Path> root =
        isRoot(directory)
            ? Optional.of(directory)
            : parent == null ? Optional.empty() : rootOf(parent, known);
    known.put(directory, root);
    return root;
  }

  /** A worktree and a submodule have a file in place of the directory. */
  private static boolean isRoot(Path directory) {
    Path git = directory.resolve(".git");
    return Files.isRegularFile(git) || Files.exists(git.resolve("HEAD"));
  }
}
