package dev.plumbline.collector.host;

import dev.plumbline.evidence.HostFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A node's file system as seen below one folder. Every step of a path is opened relative to the one
 * before and never through a link, so a link can't lead out of the root, however it is raced. Links
 * are resolved here instead, as {@code chroot} would.
 */
public final class HostFileSystem {

  /** As many as Linux follows before it gives up with ELOOP. */
  private static final int MAX_LINKS = 40;

  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private final Path root;

  public HostFileSystem(Path root) {
    this.root = root;
  }

  /**
   * Reads a text file.
   *
   * @param path absolute, as the node sees it
   * @param confine an absolute folder: once the path is below it, no link may lead out of it again,
   *     and none may be absolute. A file in a mounted folder is seen so from within a container.
   *     {@code /} confines nothing.
   * @param maxBytes a larger file is refused unread
   */
  public FileContent read(String path, String confine, int maxBytes) {
    return read(path, confine, maxBytes, CodingErrorAction.REPORT);
  }

  /**
   * Reads a file below {@code /proc}, whose bytes a process chooses freely: what isn't UTF-8 is
   * replaced.
   */
  public FileContent readProcess(String path, int maxBytes) {
    return read(path, "/", maxBytes, CodingErrorAction.REPLACE);
  }

  private FileContent read(
      String path, String confine, int maxBytes, CodingErrorAction onMalformed) {
    try (Walk walk = walk(path, confine)) {
      return walk.readText(maxBytes, onMalformed);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new FileContent.Absent(path);
    } catch (UnreadablePathException e) {
      return new FileContent.Refused(path, e.why());
    } catch (AccessDeniedException e) {
      return new FileContent.Refused(path, "permission denied");
    } catch (IOException e) {
      return new FileContent.Refused(path, "could not be read");
    }
  }

  /**
   * Lists a folder.
   *
   * @return its entries' names, sorted; empty when there is no such folder
   * @throws UnreadablePathException when it is there and can't be listed, or has more entries than
   *     {@code max}
   */
  public List<String> list(String path, int max) throws UnreadablePathException {
    try (Walk walk = walk(path, "/")) {
      return walk.names(max);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw new UnreadablePathException("permission denied");
    } catch (UnreadablePathException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadablePathException("could not be listed");
    }
  }

  /** What kind of thing a path leads to, links resolved; false when there is nothing. */
  public boolean isDirectory(String path) {
    try (Walk walk = walk(path, "/")) {
      return walk.atDirectory();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Who owns what stands at a path, links resolved, and who may do what with it; empty when there
   * is nothing.
   *
   * @throws UnreadablePathException when that can't be told
   */
  public Optional<Attributes> attributes(String path, String confine)
      throws UnreadablePathException {
    try (Walk walk = walk(path, confine)) {
      return Optional.of(walk.unixAttributes());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new UnreadablePathException("permission denied");
    } catch (UnreadablePathException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnreadablePathException("could not be looked at");
    }
  }

  /**
   * What the kernel says of a file.
   *
   * @param path where it was found, links resolved
   * @param mode the permission bits with set-uid, set-gid and sticky
   */
  public record Attributes(String path, HostFile.Kind kind, int mode, int uid, int gid) {}

  private Walk walk(String path, String confine) throws IOException {
    Walk walk = new Walk(confine);
    try {
      walk.follow(path);
      return walk;
    } catch (IOException | RuntimeException e) {
      walk.close();
      throw e;
    }
  }

  /** A path that must not be used, and why. */
  public static final class UnreadablePathException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String why;

    public UnreadablePathException(String why) {
      super(why);
      this.why = why;
    }

    public String why() {
      return why;
    }
  }

  /**
   * One descent: the open folders from the root to where it stands, and the last name if it isn't
   * one.
   */
  private final class Walk implements AutoCloseable {
    private final Deque<SecureDirectoryStream<Path>> open = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> confine;
    private String leaf = "";
    private int links;

    // push() keeps the stream, close() closes it.
    @SuppressWarnings("StreamResourceLeak")
    Walk(String confine) throws IOException {
      this.confine = parts(confine);
      push(Files.newDirectoryStream(root));
    }

    private void push(DirectoryStream<Path> stream) throws IOException {
      if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
        stream.close();
        throw new UnreadablePathException("this system can't open files without following links");
      }
      open.push(secure);
    }

    void follow(String path) throws IOException {
      Deque<String> pending = new ArrayDeque<>(parts(path));
      while (!pending.isEmpty()) {
        String name = pending.pop();
        if (name.equals("..")) {
          up();
        } else {
          step(name, pending);
        }
      }
    }

    private void up() throws IOException {
      if (names.isEmpty()) {
        return;
      }
      if (names.equals(confine)) {
        throw new UnreadablePathException("a link leads out of " + absolute(confine));
      }
      names.remove(names.size() - 1);
      open.pop().close();
    }

    private void step(String name, Deque<String> pending) throws IOException {
      BasicFileAttributes attributes = attributes(name);
      if (attributes.isSymbolicLink()) {
        followLink(name, pending);
      } else if (attributes.isDirectory()) {
        push(open.element().newDirectoryStream(Path.of(name), NO_FOLLOW));
        names.add(name);
      } else if (pending.isEmpty()) {
        leaf = name;
      } else {
        throw new NotDirectoryException(name);
      }
    }

    private void followLink(String name, Deque<String> pending) throws IOException {
      if (++links > MAX_LINKS) {
        throw new UnreadablePathException("too many symbolic links");
      }
      // SecureDirectoryStream reads no link. A link changed meanwhile is resolved inside the root
      // all the
      // same, so the race gains nothing.
      String target =
          Files.readSymbolicLink(root.resolve(String.join("/", names)).resolve(name)).toString();
      if (target.startsWith("/")) {
        if (!confine.isEmpty() && startsWith(names, confine)) {
          throw new UnreadablePathException(
              "a symbolic link to an absolute path: a container sees another file there");
        }
        while (!names.isEmpty()) {
          names.remove(names.size() - 1);
          open.pop().close();
        }
      }
      List<String> parts = parts(target);
      for (int i = parts.size() - 1; i >= 0; i--) {
        pending.push(parts.get(i));
      }
    }

    private BasicFileAttributes attributes(String name) throws IOException {
      return open.element()
          .getFileAttributeView(Path.of(name), BasicFileAttributeView.class, NO_FOLLOW)
          .readAttributes();
    }

    /** By path, as {@link #changed}: a raced link gains nothing. */
    Attributes unixAttributes() throws IOException {
      Path path = root.resolve(String.join("/", names)).resolve(leaf);
      Map<String, Object> unix =
          Files.readAttributes(
              path, "unix:mode,uid,gid,isDirectory,isRegularFile", LinkOption.NOFOLLOW_LINKS);
      HostFile.Kind kind =
          is(unix, "isDirectory")
              ? HostFile.Kind.DIRECTORY
              : is(unix, "isRegularFile") ? HostFile.Kind.FILE : HostFile.Kind.OTHER;
      String found =
          leaf.isEmpty() ? absolute(names) : absolute(names) + (names.isEmpty() ? "" : "/") + leaf;
      return new Attributes(
          found, kind, number(unix, "mode") & 07777, number(unix, "uid"), number(unix, "gid"));
    }

    private static boolean is(Map<String, Object> unix, String name) {
      return Boolean.TRUE.equals(unix.get(name));
    }

    private static int number(Map<String, Object> unix, String name) {
      return ((Number) Objects.requireNonNull(unix.get(name))).intValue();
    }

    boolean atDirectory() {
      return leaf.isEmpty();
    }

    List<String> names(int max) throws IOException {
      if (!leaf.isEmpty()) {
        throw new NotDirectoryException(leaf);
      }
      List<String> found = new ArrayList<>();
      for (Path entry : open.element()) {
        if (found.size() == max) {
          throw new UnreadablePathException("holds more than " + max + " entries");
        }
        found.add(String.valueOf(entry.getFileName()));
      }
      return found.stream().sorted().collect(Collectors.toList());
    }

    FileContent readText(int maxBytes, CodingErrorAction onMalformed) throws IOException {
      String path = absolute(names) + (names.isEmpty() ? "" : "/") + leaf;
      if (leaf.isEmpty()) {
        return new FileContent.Refused(path, "is a directory");
      }
      BasicFileAttributes attributes = attributes(leaf);
      if (!attributes.isRegularFile()) {
        return new FileContent.Refused(path, "is not a regular file (a FIFO, socket or device)");
      }
      if (attributes.size() > maxBytes) {
        return new FileContent.Refused(path, tooLarge(maxBytes));
      }
      byte[] bytes = readAll(maxBytes);
      if (bytes.length > maxBytes) {
        return new FileContent.Refused(path, tooLarge(maxBytes));
      }
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(onMalformed)
                .onUnmappableCharacter(onMalformed)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return new FileContent.Text(path, text, changed(attributes));
      } catch (CharacterCodingException e) {
        return new FileContent.Refused(path, "is not UTF-8 text");
      }
    }

    /**
     * The later of the times of content and of inode: a file moved into its place keeps the former.
     * Only a time is asked for by path, which a raced link can't make worth anything.
     */
    private Instant changed(BasicFileAttributes attributes) {
      Instant modified = attributes.lastModifiedTime().toInstant();
      try {
        Path path = root.resolve(String.join("/", names)).resolve(leaf);
        Object inode = Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        Instant moved = ((FileTime) inode).toInstant();
        return moved.isAfter(modified) ? moved : modified;
      } catch (IOException | UnsupportedOperationException e) {
        return modified;
      }
    }

    private byte[] readAll(int maxBytes) throws IOException {
      // NOFOLLOW again: what was a file when asked may be a link now.
      Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try (SeekableByteChannel channel = open.element().newByteChannel(Path.of(leaf), options);
          var in = Channels.newInputStream(channel)) {
        return in.readNBytes(maxBytes + 1);
      }
    }

    @Override
    public void close() throws IOException {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
  }

  private static String tooLarge(int maxBytes) {
    return "is larger than " + maxBytes / 1024 + " KiB";
  }

  private static boolean startsWith(List<String> names, List<String> prefix) {
    return names.size() >= prefix.size() && names.subList(0, prefix.size()).equals(prefix);
  }

  private static String absolute(List<String> parts) {
    return "/" + String.join("/", parts);
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
  }
}
