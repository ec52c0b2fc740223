package dev.plumbline.packed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A packed file among the classes that a build has made. */
public final class PackedFile {

  private PackedFile() {}

  /**
   * Writes it when its content is another. Times say nothing: a checkout or a cache of a build may
   * give older files newer times. One that is the same keeps its time, so that nothing is built
   * anew that depends on it.
   *
   * @param classes the directory of a module's classes and resources
   * @param name the file's path below that
   */
  public static void update(Path classes, String name, PackedWriter content) throws IOException {
    update(classes, name, content.bytes());
  }

  /** The same for a file of another form. */
  public static void update(Path classes, String name, byte[] bytes) throws IOException {
    Path file = classes.resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }
}
