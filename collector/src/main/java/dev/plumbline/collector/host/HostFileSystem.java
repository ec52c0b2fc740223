package dev.plumbline.collector.host;

import dev.plumbline.evidence.HostFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A node's file system below one directory, of which only some directories can be read. No link
 * leads out of it; see {@link SecureWalk}.
 */
public final class HostFileSystem {

  /** As long as a path may be on Linux. */
  private static final int LONGEST_PATH = 4096;

  private final Path root;
  private final ReadablePlaces places;

  /** A file system that can be read everywhere. */
  public HostFileSystem(Path root) {
    this(root, List.of("/"));
  }

  /** One of which everything that was to be mounted is there. */
  HostFileSystem(Path root, List<String> directories) {
    this(root, directories, List.of(), Map.of());
  }

  /**
   * @param directories the directories and files of the node that can be read, beside {@code /proc}
   * @param missing those that the kubelet did not find, so that they could not be mounted
   * @param elsewhere those that the node has at another place, by that place
   */
  public HostFileSystem(
      Path root, List<String> directories, List<String> missing, Map<String, String> elsewhere) {
    this.root = root;
    this.places = new ReadablePlaces(directories, missing, elsewhere);
  }

  /**
   * Reads a text file.
   *
   * @param path absolute, as the node sees it
   * @param confine an absolute directory: once the path is below it, no link may lead out of it
   *     again, and none may be absolute. So a container sees a file in a mounted directory. {@code
   *     /} confines nothing.
   * @param maxBytes a larger file is refused unread
   */
  public FileContent read(String path, String confine, int maxBytes) {
    return content(path, confine, maxBytes, CodingErrorAction.REPORT);
  }

  /**
   * Reads a file that others write freely, such as those below {@code /proc}: what isn't UTF-8 is
   * replaced.
   */
  public FileContent readLeniently(String path, int maxBytes) {
    return content(path, "/", maxBytes, CodingErrorAction.REPLACE);
  }

  private FileContent content(
      String path, String confine, int maxBytes, CodingErrorAction onMalformed) {
    return FileContent.of(lookup(path, confine, walk -> text(walk, maxBytes, onMalformed)));
  }

  /**
   * Reads the first certificate of a PEM file, and nothing of what follows it: that may be its key.
   */
  public Lookup<String> firstCertificate(String path, String confine) {
    return lookup(path, confine, HostFileSystem::firstCertificate);
  }

  /**
   * Lists a directory: its entries' names, sorted.
   *
   * @param max a directory with more entries is refused
   */
  public Lookup<List<String>> list(String path, int max) {
    return lookup(path, "/", walk -> walk.entries(max).stream().sorted().toList());
  }

  /** Whether a path leads to a directory; false when that could not be determined. */
  public boolean isDirectory(String path) {
    return lookup(path, "/", SecureWalk::atDirectory).found().orElse(false);
  }

  /** Who owns what is at a path, links resolved, and who may do what with it. */
  public Lookup<Attributes> attributes(String path, String confine) {
    return lookup(path, confine, HostFileSystem::attributes);
  }

  /**
   * Where a link leads, which itself isn't followed. Where a copy of a file system has a file in
   * place of the link, its text is taken for the target.
   */
  public Lookup<String> linkTarget(String path) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    return lookup(path.substring(0, slash), "/", walk -> target(walk, name));
  }

  /**
   * What the kernel reports of a file.
   *
   * @param path where it was found, links resolved
   * @param mode the permission bits with set-uid, set-gid and sticky
   */
  public record Attributes(String path, HostFile.Kind kind, int mode, int uid, int gid) {}

  /** What is done where a walk has led to. */
  private interface Look<T> {
    T at(SecureWalk walk) throws IOException;
  }

  /** The one place where failures of the file system become outcomes. */
  private <T> Lookup<T> lookup(String path, String confine, Look<T> look) {
    String at = path;
    try (SecureWalk walk = new SecureWalk(root, confine)) {
      try {
        walk.follow(places.readable(path));
        at = walk.path();
        return covers(at) ? new Lookup.Found<>(look.at(walk)) : outside(at);
      } catch (NoSuchFileException | NotDirectoryException e) {
        String destination = walk.destination();
        return covers(destination) ? new Lookup.Absent<>(path) : outside(destination);
      }
    } catch (UnreadablePathException e) {
      return new Lookup.Refused<>(at, e.why());
    } catch (AccessDeniedException e) {
      return new Lookup.Refused<>(at, "could not be read: permission denied");
    } catch (IOException | UnsupportedOperationException e) {
      return new Lookup.Refused<>(at, "could not be read");
    }
  }

  /** What is known of a path that can't be read. */
  private <T> Lookup<T> outside(String path) {
    return places
        .whyMissing(path)
        .<Lookup<T>>map(why -> new Lookup.Refused<>(path, why))
        .orElse(new Lookup.OutOfScope<>(path));
  }

  /** The names of the places straight below a directory that can be read. */
  public List<String> readableBelow(String directory) {
    return places.below(directory);
  }

  /** Whether a path, links aside, lies where the node can be read. */
  public boolean covers(String path) {
    return places.cover(path);
  }

  private static FileContent.Text text(SecureWalk walk, int maxBytes, CodingErrorAction onMalformed)
      throws IOException {
    long size = regularFile(walk).size();
    byte[] bytes = size > maxBytes ? new byte[0] : bytes(walk, walk.leaf(), maxBytes + 1);
    if (size > maxBytes || bytes.length > maxBytes) {
      throw new UnreadablePathException("is larger than " + maxBytes / 1024 + " KiB");
    }
    // Afterwards: what changes meanwhile has changed.
    return new FileContent.Text(walk.path(), decoded(bytes, onMalformed), FileTimes.of(walk));
  }

  private static String firstCertificate(SecureWalk walk) throws IOException {
    regularFile(walk);
    try (InputStream in = walk.open(walk.leaf())) {
      return PemBlock.firstCertificate(in);
    }
  }

  private static BasicFileAttributes regularFile(SecureWalk walk) throws IOException {
    if (walk.atDirectory()) {
      throw new UnreadablePathException("is a directory");
    }
    BasicFileAttributes attributes = walk.attributes(walk.leaf());
    if (!attributes.isRegularFile()) {
      throw new UnreadablePathException("is not a regular file (a FIFO, socket or device)");
    }
    return attributes;
  }

  private static byte[] bytes(SecureWalk walk, String name, int max) throws IOException {
    try (InputStream in = walk.open(name)) {
      return in.readNBytes(max);
    }
  }

  private static String decoded(byte[] bytes, CodingErrorAction onMalformed) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(onMalformed)
          .onUnmappableCharacter(onMalformed)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnreadablePathException("is not UTF-8 text");
    }
  }

  private static Attributes attributes(SecureWalk walk) throws IOException {
    Map<String, Object> unix = walk.unixAttributes("mode,uid,gid,isDirectory,isRegularFile");
    HostFile.Kind kind =
        Boolean.TRUE.equals(unix.get("isDirectory"))
            ? HostFile.Kind.DIRECTORY
            : Boolean.TRUE.equals(unix.get("isRegularFile"))
                ? HostFile.Kind.FILE
                : HostFile.Kind.OTHER;
    return new Attributes(
        walk.path(), kind, number(unix, "mode") & 07777, number(unix, "uid"), number(unix, "gid"));
  }

  private static int number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).intValue();
  }

  private static String target(SecureWalk walk, String name) throws IOException {
    BasicFileAttributes attributes = walk.attributes(name);
    if (attributes.isSymbolicLink()) {
      return walk.target(name);
    }
    if (!attributes.isRegularFile()) {
      throw new UnreadablePathException("is not a link");
    }
    return decoded(bytes(walk, name, LONGEST_PATH), CodingErrorAction.REPORT).strip();
  }
}
