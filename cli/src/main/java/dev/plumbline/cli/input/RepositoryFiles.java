package dev.plumbline.cli.input;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final Map<String, Input> inputs = new LinkedHashMap<>();

  private RepositoryFiles() {}

  /**
   * A file to read.
   *
   * @param name what to call it: the path as it was given, with {@code /}
   * @param selected whether it was named itself, or discovered in a directory
   */
  public record Input(String name, Path path, Selected selected) {}

  /** How a file was selected. */
  public enum Selected {
    BY_NAME,
    DISCOVERED
  }

  /**
   * The files, in the order of the arguments and by name within each; each once.
   *
   * @throws UsageException when one names nothing, or too much
   */
  public static List<Input> of(List<String> arguments) throws UsageException {
    RepositoryFiles files = new RepositoryFiles();
    for (String argument : arguments) {
      files.add(argument);
    }
    return List.copyOf(files.inputs.values());
  }

  private void add(String argument) throws UsageException {
    Path path = path(argument);
    if (Files.isDirectory(path)) {
      walk(path, argument, file -> hasKnownEnding(file.getFileName().toString()));
    } else if (Files.exists(path)) {
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
    List<Path> found = new ArrayList<>();
    int room = MAX_FILES - inputs.size();
    try {
      Files.walkFileTree(directory, new Finder(directory, wanted, found, room));
    } catch (IOException e) {
      throw new UsageException(directory + " can't be read: " + e.getMessage() + ".");
    }
    if (found.size() > room) {
      throw new UsageException(
          argument
              + " holds more than "
              + MAX_FILES
              + " YAML and JSON files. Name a directory below it, or a pattern such as"
              + " 'clusters/*/kube-apiserver.yaml'.");
    }
    Collections.sort(found);
    found.forEach(file -> put(file, Selected.DISCOVERED));
  }

  private void put(Path path, Selected selected) {
    String name = path.toString().replace('\\', '/');
    inputs.putIfAbsent(name, new Input(name, path, selected));
  }

  private static boolean hasKnownEnding(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  /** Leaves out what begins with a dot, such as .git, and follows no link to a directory. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final PathMatcher wanted;
    private final List<Path> found;
    private final int room;

    Finder(Path directory, PathMatcher wanted, List<Path> found, int room) {
      this.directory = directory;
      this.wanted = wanted;
      this.found = found;
      this.room = room;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      boolean hidden =
          !visited.equals(directory)
              && (visited.getFileName().toString().startsWith(".")
                  || visited.getFileName().toString().equals("node_modules"));
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean regular = attributes.isRegularFile() || Files.isRegularFile(file);
      if (regular && wanted.matches(file)) {
        found.add(file);
      }
      return found.size() > room ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
