package dev.plumbline.packed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A packed file among the classes that a build has made. */
public final class PackedFile {

  private PackedFile() {}

  /**
   * Writes it when a class or a resource is newer than it.
   *
   * @param classes the directory of a module's classes and resources
   * @param name the file's path below that
   */
  public static void update(Path classes, String name, Supplier<PackedWriter> content)
      throws IOException {
    Path file = classes.resolve(name);
    if (!Files.exists(file) || isNewer(classes, Files.getLastModifiedTime(file))) {
      Files.createDirectories(file.getParent());
      Files.write(file, content.get().bytes());
    }
  }

  private static boolean isNewer(Path classes, FileTime time) throws IOException {
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(path)
            && !path.toString().endsWith(".packed")
            && Files.getLastModifiedTime(path).compareTo(time) > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
