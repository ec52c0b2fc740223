package dev.plumbline.cli.input;

import dev.plumbline.repository.FileOutcome.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk through a directory. It leaves out what begins with a dot, such as .git, and enters no
 * link to a directory: one that leads to a place that it does not walk through is not read.
 */
final class DirectoryWalk extends SimpleFileVisitor<Path> {

  private final Path directory;
  private final PathMatcher wanted;
  private final int room;
  private final List<Path> found = new ArrayList<>();
  private final Map<Path, Cause> unread = new LinkedHashMap<>();

  /**
   * @param room the most files that it finds
   */
  DirectoryWalk(Path directory, PathMatcher wanted, int room) {
    this.directory = directory;
    this.wanted = wanted;
    this.room = room;
  }

  /** The files, by name. */
  List<Path> found() {
    return found.stream().sorted().toList();
  }

  /** What could not be read, and why. */
  Map<Path, Cause> unread() {
    return unread;
  }

  /** Whether there are more files than there was room for. */
  boolean isCut() {
    return found.size() > room;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
    return !visited.equals(directory) && isHidden(visited)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  private static boolean isHidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || name.equals("node_modules");
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink() && Files.isDirectory(file)) {
      if (!isHidden(file) && !leadsIntoTheWalk(file)) {
        unread.put(file, Cause.LINK);
      }
    } else if (wanted.matches(file)) {
      found.add(file);
    }
    return isCut() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  /** What is hidden below the directory is not walked through. */
  private boolean leadsIntoTheWalk(Path link) {
    try {
      Path root = directory.toRealPath();
      Path target = link.toRealPath();
      if (!target.startsWith(root)) {
        return false;
      }
      for (Path step : root.relativize(target)) {
        if (isHidden(step)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    if (file.equals(directory) || !isHidden(file)) {
      unread.put(file, e instanceof AccessDeniedException ? Cause.NO_PERMISSION : Cause.NOT_A_FILE);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path visited, IOException e) {
    if (e != null) {
      unread.put(visited, Cause.NOT_A_FILE);
    }
    return FileVisitResult.CONTINUE;
  }
}
