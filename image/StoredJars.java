import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the jars of a directory into others without compression: {@code java StoredJars.java FROM LIBRARIES OWN},
 * Plumbline's own into OWN, which changes with each build and is a layer of its own. A registry compresses a layer as
 * a whole, which is smaller than jars that are compressed each by itself, and the JVM reads them faster.
 */
final class StoredJars {
  private StoredJars() {}

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path libraries = Files.createDirectories(Path.of(arguments[1]));
    Path own = Files.createDirectories(Path.of(arguments[2]));
    List<Path> jars;
    try (var files = Files.list(from)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      store(jar, (name.startsWith("plumbline-") ? own : libraries).resolve(name));
    }
  }

  private static void store(Path from, Path to) throws IOException {
    try (var jar = new ZipFile(from.toFile());
        var stored = new ZipOutputStream(Files.newOutputStream(to))) {
      stored.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        byte[] content = jar.getInputStream(entry).readAllBytes();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        copy.setSize(content.length);
        copy.setCrc(checksum.getValue());
        stored.putNextEntry(copy);
        stored.write(content);
        stored.closeEntry();
      }
    }
  }
}
