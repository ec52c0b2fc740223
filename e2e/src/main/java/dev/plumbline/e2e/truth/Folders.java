package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that a trial makes and takes away. */
public final class Folders {

  /** What stands for a trial's folder in rows and in what is recorded of them. */
  private static final String HERE = "{dir}";

  private Folders() {}

  /** A row's text, with the trial's folder in it. */
  static String in(Path folder, String text) {
    return text.replace(HERE, folder.toString());
  }

  /** What a component says, as it is recorded: the same wherever the trial was. */
  static String without(Path folder, String text) {
    return text.replace(folder.toString(), HERE);
  }

  /** Deletes a folder with all that lies in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
