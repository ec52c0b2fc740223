package dev.plumbline.collector.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One descent from a root to a path below it. Every step is opened relative to the one before and
 * never through a link, so no link leads out of the root, even if somebody replaces files
 * meanwhile. Links are resolved here instead, as {@code chroot} would.
 */
final class SecureWalk implements AutoCloseable {

  /** As many as Linux follows before it gives up with ELOOP. */
  private static final int MAX_LINKS = 40;

  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private final Path root;
  private final List<String> confine;
  private final Deque<SecureDirectoryStream<Path>> open = new ArrayDeque<>();

  /** The directories from the root to where the walk is. */
  private final List<String> names = new ArrayList<>();

  private final Deque<String> pending = new ArrayDeque<>();
  private String current = "";
  private String leaf = "";
  private boolean closed;
  private int links;
  private Instant linked = Instant.MIN;

  /**
   * @param confine an absolute directory that no link may lead out of once the path is below it,
   *     and below which none may be absolute; {@code /} confines nothing
   */
  SecureWalk(Path root, String confine) {
    this.root = root;
    this.confine = PathNames.parts(confine);
  }

  private void push(DirectoryStream<Path> stream) throws IOException {
    if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
      stream.close();
      throw new UnreadablePathException("needs a system that opens files without following links");
    }
    open.push(secure);
  }

  /** Goes to where a path leads. */
  // push() keeps the stream, close() closes it.
  @SuppressWarnings("StreamResourceLeak")
  void follow(String path) throws IOException {
    pending.addAll(PathNames.parts(path));
    push(Files.newDirectoryStream(root));
    while (!pending.isEmpty()) {
      current = pending.pop();
      if (current.equals("..")) {
        up();
      } else {
        step(current);
      }
    }
  }

  private void up() throws IOException {
    if (names.isEmpty()) {
      return;
    }
    if (names.equals(confine)) {
      throw new UnreadablePathException(
          "has a link that leads out of " + PathNames.absolute(confine));
    }
    names.remove(names.size() - 1);
    open.pop().close();
  }

  private void step(String name) throws IOException {
    BasicFileAttributes attributes = attributes(name);
    if (attributes.isSymbolicLink()) {
      Instant made = attributes.lastModifiedTime().toInstant();
      linked = made.isAfter(linked) ? made : linked;
      followLink(name);
    } else if (attributes.isDirectory()) {
      enter(name);
    } else if (pending.isEmpty()) {
      leaf = name;
    } else {
      throw new NotDirectoryException(name);
    }
  }

  @SuppressWarnings("StreamResourceLeak")
  private void enter(String name) throws IOException {
    try {
      push(open.element().newDirectoryStream(Path.of(name), NO_FOLLOW));
      names.add(name);
    } catch (AccessDeniedException e) {
      if (!pending.isEmpty()) {
        throw e;
      }
      // Who owns it can be read all the same: root without capabilities can't enter etcd's
      // directory.
      leaf = name;
      closed = true;
    }
  }

  private void followLink(String name) throws IOException {
    if (++links > MAX_LINKS) {
      throw new UnreadablePathException("has too many symbolic links");
    }
    String target = target(name);
    if (target.startsWith("/")) {
      if (!confine.isEmpty() && PathNames.startsWith(names, confine)) {
        throw new UnreadablePathException(
            "is a symbolic link to an absolute path, which leads to another file in a container");
      }
      while (!names.isEmpty()) {
        names.remove(names.size() - 1);
        open.pop().close();
      }
    }
    List<String> parts = PathNames.parts(target);
    for (int i = parts.size() - 1; i >= 0; i--) {
      pending.push(parts.get(i));
    }
  }

  /**
   * A link's target. SecureDirectoryStream reads no link; one that is replaced meanwhile is
   * resolved inside the root all the same.
   */
  String target(String name) throws IOException {
    return Files.readSymbolicLink(directory().resolve(name)).toString();
  }

  BasicFileAttributes attributes(String name) throws IOException {
    return open.element()
        .getFileAttributeView(Path.of(name), BasicFileAttributeView.class, NO_FOLLOW)
        .readAttributes();
  }

  /**
   * Attributes by path, of what the walk has led to: only numbers and times are read so, which a
   * replaced link makes wrong at worst.
   */
  Map<String, Object> unixAttributes(String names) throws IOException {
    return Files.readAttributes(directory().resolve(leaf), "unix:" + names, NO_FOLLOW);
  }

  /** The same of the directory that it lies in. */
  Map<String, Object> directoryAttributes(String names) throws IOException {
    return Files.readAttributes(directory(), "unix:" + names, NO_FOLLOW);
  }

  private Path directory() {
    return root.resolve(String.join("/", names));
  }

  boolean atDirectory() {
    return leaf.isEmpty() || closed;
  }

  /** Where the walk has led to, links resolved. */
  String path() {
    return leaf.isEmpty()
        ? PathNames.absolute(names)
        : PathNames.absolute(PathNames.append(names, List.of(leaf)));
  }

  /** Where a walk that met nothing would have led to. */
  String destination() {
    List<String> rest = new ArrayList<>();
    if (!current.isEmpty()) {
      rest.add(current);
    }
    for (String name : pending) {
      if (name.equals("..")) {
        break;
      }
      rest.add(name);
    }
    return PathNames.absolute(PathNames.append(names, rest));
  }

  String leaf() {
    return leaf;
  }

  /** When the newest of the links that were followed was made. */
  Instant linked() {
    return linked;
  }

  /** The names of a directory's entries, in no order. */
  List<String> entries(int max) throws IOException {
    if (closed) {
      throw new AccessDeniedException(leaf);
    }
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
    return found;
  }

  /** A file in the directory that the walk has led to. Reads no more of it than is asked for. */
  InputStream open(String name) throws IOException {
    // NOFOLLOW again: what was a file when its attributes were read may be a link now.
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return Channels.newInputStream(open.element().newByteChannel(Path.of(name), options));
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
