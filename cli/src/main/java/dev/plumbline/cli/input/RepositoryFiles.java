package dev.plumbline.cli.input;

import dev.plumbline.repository.FileOutcome;
import dev.plumbline.repository.FileOutcome.Cause;
import dev.plumbline.repository.RepositoryReader;
import dev.plumbline.repository.RepositoryReader.Selected;
import dev.plumbline.repository.RepositoryReader.Source;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the files that arguments name: files, directories, and patterns that no shell has expanded.
 */
public final class RepositoryFiles {

  /** Standard input. */
  public static final String STDIN = "-";

  /** A repository of many clusters has some hundreds; more is a directory too high. */
  private static final int MAX_FILES = 10_000;

  private static final Pattern PATTERN = Pattern.compile("[*?\\[{]");

  /** By absolute paths: one file may be named in several ways. */
  private final Map<Path, Selected> inputs = new LinkedHashMap<>();

  private final Map<Path, Cause> unread = new LinkedHashMap<>();

  private RepositoryFiles() {}

  /**
   * What arguments name.
   *
   * @param files those to read
   * @param unread what lies in a directory and can't be read, such as a directory below it
   * @param names what files are called, those that lie beside them too
   */
  public record Found(List<Source> files, List<FileOutcome> unread, Function<Path, String> names) {}

  /**
   * The files, in the order of the arguments and by name within each; each once.
   *
   * @throws UsageException when one names nothing, or too much
   */
  public static Found of(List<String> arguments) throws UsageException {
    RepositoryFiles files = new RepositoryFiles();
    for (String argument : arguments) {
      files.add(argument);
    }
    List<Path> all = new ArrayList<>(files.inputs.keySet());
    all.addAll(files.unread.keySet());
    FileNames names = FileNames.of(Path.of("").toAbsolutePath(), all);
    List<Source> sources = new ArrayList<>();
    files.inputs.forEach(
        (path, selected) -> sources.add(new Source(names.of(path), path, selected)));
    List<FileOutcome> unread = new ArrayList<>();
    files.unread.forEach(
        (path, why) -> unread.add(RepositoryReader.unreadable(names.of(path), why)));
    return new Found(List.copyOf(sources), List.copyOf(unread), names::of);
  }

  private void add(String argument) throws UsageException {
    Path path = path(argument);
    if (Files.isDirectory(path)) {
      walk(path, argument, file -> RepositoryReader.mayBeRead(file.getFileName().toString()));
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      put(path, Selected.BY_NAME);
    } else if (PATTERN.matcher(argument).find()) {
      glob(argument);
    } else {
      throw new UsageException("There is no file " + argument + ".");
    }
  }

  private static Path path(String argument) throws UsageException {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new UsageException("\"" + argument + "\" is not a path.");
    }
  }

  private void glob(String argument) throws UsageException {
    int before = inputs.size();
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + argument);
    } catch (IllegalArgumentException e) {
      throw new UsageException("\"" + argument + "\" is not a pattern: " + e.getMessage());
    }
    String fixed = argument.substring(0, firstWildcard(argument));
    Path start = path(fixed.contains("/") ? fixed.substring(0, fixed.lastIndexOf('/') + 1) : "");
    if (Files.isDirectory(start.toString().isEmpty() ? Path.of(".") : start)) {
      walk(start, argument, matcher);
    }
    if (inputs.size() == before) {
      throw new UsageException("No file matches " + argument + ".");
    }
  }

  private static int firstWildcard(String argument) {
    var found = PATTERN.matcher(argument);
    return found.find() ? found.start() : argument.length();
  }

  private void walk(Path directory, String argument, PathMatcher wanted) throws UsageException {
    DirectoryWalk walk = new DirectoryWalk(directory, wanted, MAX_FILES - inputs.size());
    try {
      Files.walkFileTree(directory, walk);
    } catch (IOException e) {
      throw new UsageException(directory + " can't be read: " + e.getMessage() + ".");
    }
    if (walk.isCut()) {
      throw new UsageException(
          argument
              + " holds more than "
              + MAX_FILES
              + " files that may configure a component. Name a directory below it, or a pattern"
              + " such as 'clusters/*/kube-apiserver.yaml'.");
    }
    walk.found().forEach(file -> put(file, Selected.DISCOVERED));
    walk.unread().forEach((path, why) -> unread.putIfAbsent(absolute(path), why));
  }

  private void put(Path path, Selected selected) {
    // A file that is named itself, and in a directory too, is named.
    inputs.merge(absolute(path), selected, (old, other) -> old == Selected.BY_NAME ? old : other);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
