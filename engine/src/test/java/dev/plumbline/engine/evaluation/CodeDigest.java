package dev.plumbline.engine.evaluation;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.packed.PackedFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Run by the build: a digest of the classes and tables of this module and of the collector's. */
public final class CodeDigest {

  private CodeDigest() {}

  /**
   * Writes it among the classes of this module.
   *
   * @param classes their directory
   */
  public static void update(Path classes) throws IOException {
    PackedFile.update(
        classes,
        EngineCode.RESOURCE.substring(1),
        digest(classes).getBytes(StandardCharsets.US_ASCII));
  }

  static String digest(Path classes) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(classes, digest);
      // A directory or a jar, as the build has it on the class path.
      Path collector =
          Path.of(Evidence.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(collector)) {
        add(collector, digest);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(collector, Map.of())) {
          add(jar.getPath("/"), digest);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the order of their names, and without what Maven adds to a jar. */
  private static void add(Path root, MessageDigest to) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root.resolve("dev"))) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(root.relativize(file).toString(), file));
    }
    files.remove(EngineCode.RESOURCE.substring(1));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      to.update(file.getKey().getBytes(StandardCharsets.UTF_8));
      to.update(Files.readAllBytes(file.getValue()));
    }
  }
}
