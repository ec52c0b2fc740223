package dev.plumbline.repository;

import dev.plumbline.repository.FileOutcome.Cause;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What lies in directories that a file of a repository names.
 *
 * @param paths the entries, in no order
 * @param refused the directories of which the entries are not known, and why
 */
record PathsBelow(List<Path> paths, Map<Path, FileText.Refused> refused) {

  /** More than any directory of patches or drop-ins has. */
  static final int MAX_FILES = 200;

  PathsBelow {
    paths = List.copyOf(paths);
    refused = Map.copyOf(refused);
  }

  static PathsBelow none() {
    return new PathsBelow(List.of(), Map.of());
  }

  /** The entries that are wanted of a directory; none when there is no directory. */
  static PathsBelow of(Path directory, Predicate<Path> wanted) {
    if (!Files.isDirectory(directory)) {
      return none();
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (wanted.test(entry)) {
          all.add(entry);
        }
        if (all.size() > MAX_FILES) {
          return refused(
              directory,
              Cause.TOO_LARGE,
              "holds more than "
                  + MAX_FILES
                  + " files to be read as one, and none of them was read; merge some of them");
        }
      }
    } catch (AccessDeniedException e) {
      return refused(
          directory,
          Cause.NO_PERMISSION,
          "could not be listed: permission denied; let the user that runs check list it");
    } catch (IOException e) {
      return refused(directory, Cause.NOT_A_FILE, "could not be listed: " + e.getMessage());
    }
    return new PathsBelow(all, Map.of());
  }

  private static PathsBelow refused(Path directory, Cause cause, String why) {
    return new PathsBelow(List.of(), Map.of(directory, new FileText.Refused(cause, why)));
  }

  PathsBelow and(PathsBelow more) {
    List<Path> both = new ArrayList<>(paths);
    both.addAll(more.paths());
    Map<Path, FileText.Refused> unlisted = new LinkedHashMap<>(refused);
    unlisted.putAll(more.refused());
    return new PathsBelow(both, unlisted);
  }
}
