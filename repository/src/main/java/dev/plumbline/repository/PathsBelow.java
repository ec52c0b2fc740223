package dev.plumbline.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What lies in a directory that a file of a repository names. */
final class PathsBelow {

  /** More than any directory of patches or drop-ins has. */
  private static final int MAX_FILES = 200;

  private PathsBelow() {}

  /**
   * The entries of a directory, in no order; none when there is no directory. One that can't be
   * listed is returned itself: read as a file, it is named as one that can't be.
   */
  static List<Path> of(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (all.size() < MAX_FILES) {
          all.add(entry);
        }
      }
    } catch (IOException e) {
      return List.of(directory);
    }
    return all;
  }
}
