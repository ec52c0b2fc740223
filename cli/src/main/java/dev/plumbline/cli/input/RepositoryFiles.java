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

/** Finds the files that arguments name: files, folders, and patterns that no shell has expanded. */
public final class RepositoryFiles {

  /** Standard input. */
  public static final String STDIN = "-";

  /** A repository of many clusters has some hundreds; more is a folder too high. */
  private static final int MAX_FILES = 10_000;

  private static final Pattern PATTERN = Pattern.compile("[*?\\[{]");

  private final Map<String, Input> inputs = new LinkedHashMap<>();

  private RepositoryFiles() {}

  /**
   * A file to read.
   *
   * @param name what to call it: the path as it was given, with {@code /}
   * @param asked whether it was named itself, or found in a folder
   */
  public record Input(String name, Path path, Asked asked) {}

  /** How a file came to be read. */
  public enum Asked {
    BY_NAME,
    FOUND
  }

  /**
   * The files, in the order of the arguments and by name within each; each once.
   *
   * @throws BadInput when one names nothing, or too much
   */
  public static List<Input> of(List<String> arguments) throws BadInput {
    RepositoryFiles files = new RepositoryFiles();
    for (String argument : arguments) {
      files.add(argument);
    }
    return List.copyOf(files.inputs.values());
  }

  private void add(String argument) throws BadInput {
    Path path = path(argument);
    if (Files.isDirectory(path)) {
      walk(path, argument, file -> hasKnownEnding(file.getFileName().toString()));
    } else if (Files.exists(path)) {
      put(path, Asked.BY_NAME);
    } else if (PATTERN.matcher(argument).find()) {
      glob(argument);
    } else {
      throw new BadInput("there is no file " + argument);
    }
  }

  private static Path path(String argument) throws BadInput {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new BadInput("\"" + argument + "\" is no path");
    }
  }

  private void glob(String argument) throws BadInput {
    int before = inputs.size();
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + argument);
    } catch (IllegalArgumentException e) {
      throw new BadInput("\"" + argument + "\" is no pattern: " + e.getMessage());
    }
    String fixed = argument.substring(0, firstWildcard(argument));
    Path start = path(fixed.contains("/") ? fixed.substring(0, fixed.lastIndexOf('/') + 1) : "");
    if (Files.isDirectory(start.toString().isEmpty() ? Path.of(".") : start)) {
      walk(start, argument, matcher);
    }
    if (inputs.size() == before) {
      throw new BadInput("no file matches " + argument);
    }
  }

  private static int firstWildcard(String argument) {
    var found = PATTERN.matcher(argument);
    return found.find() ? found.start() : argument.length();
  }

  private void walk(Path folder, String argument, PathMatcher wanted) throws BadInput {
    List<Path> found = new ArrayList<>();
    int room = MAX_FILES - inputs.size();
    try {
      Files.walkFileTree(folder, new Finder(folder, wanted, found, room));
    } catch (IOException e) {
      throw new BadInput(folder + " can't be read: " + e.getMessage());
    }
    if (found.size() > room) {
      throw new BadInput(
          argument
              + " holds more than "
              + MAX_FILES
              + " YAML and JSON files; name a folder below it, or a pattern such as"
              + " 'clusters/*/kube-apiserver.yaml'");
    }
    Collections.sort(found);
    found.forEach(file -> put(file, Asked.FOUND));
  }

  private void put(Path path, Asked asked) {
    String name = path.toString().replace('\\', '/');
    inputs.putIfAbsent(name, new Input(name, path, asked));
  }

  private static boolean hasKnownEnding(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  /** Leaves out what begins with a dot, such as .git, and follows no link to a folder. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final PathMatcher wanted;
    private final List<Path> found;
    private final int room;

    Finder(Path folder, PathMatcher wanted, List<Path> found, int room) {
      this.folder = folder;
      this.wanted = wanted;
      this.found = found;
      this.room = room;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      boolean hidden =
          !visited.equals(folder)
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
