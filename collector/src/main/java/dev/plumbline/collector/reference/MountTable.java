package dev.plumbline.collector.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The mounts of a process, as its {@code mountinfo} shows them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">
 *     proc_pid_mountinfo(5)</a>
 */
final class MountTable {

  /** The kernel's own bound on the mounts of a namespace; see fs.mount-max in proc(5). */
  private static final int MAX_MOUNTS = 100_000;

  /** Longer than a path may be, with every character escaped. */
  private static final int LONGEST_LINE = 5 * 4096 * 2;

  /** Id, parent, device, root and mount point; options and the file system follow. */
  private static final int FIELDS = 5;

  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  private final List<Entry> entries;
  private final Map<Integer, Map<String, Entry>> byParent = new HashMap<>();
  private final Optional<Entry> start;

  private MountTable(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    this.start = start(entries);
    for (Entry entry : entries) {
      byParent.computeIfAbsent(entry.parent(), id -> new HashMap<>()).put(entry.point(), entry);
    }
  }

  /**
   * One mount.
   *
   * @param device the file system's major and minor number
   * @param root the directory or file within the file system that is mounted
   * @param point where it is mounted, below the root of the process
   */
  record Entry(int id, int parent, String device, String root, String point) {

    boolean isSameAs(Entry other) {
      return device.equals(other.device) && root.equals(other.root);
    }
  }

  /** Empty when the text is no list of mounts that the kernel writes. */
  static Optional<MountTable> parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      String[] fields = line.length() <= LONGEST_LINE ? line.split(" ", FIELDS + 1) : new String[0];
      if (fields.length <= FIELDS
          || !fields[0].matches("\\d{1,9}")
          || !fields[1].matches("\\d{1,9}")
          || entries.size() == MAX_MOUNTS) {
        return Optional.empty();
      }
      entries.add(
          new Entry(
              Integer.parseInt(fields[0]),
              Integer.parseInt(fields[1]),
              fields[2],
              unescaped(fields[3]),
              unescaped(fields[4])));
    }
    return entries.isEmpty() ? Optional.empty() : Optional.of(new MountTable(entries));
  }

  /** The kernel writes blanks and backslashes as three octal digits. */
  private static String unescaped(String field) {
    return ESCAPE
        .matcher(field)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 8))));
  }

  List<Entry> entries() {
    return entries;
  }

  /** The mount that the process has at its root. */
  Optional<Entry> root() {
    return at("/");
  }

  /**
   * The mount that an absolute path without {@code ..} leads into, links aside. As the kernel walks
   * a path: at each name, the mount that lies on the one walked in. So a mount that another one
   * hides doesn't count, however long its path is.
   */
  Optional<Entry> at(String path) {
    return start.map(root -> walk(root, names(path)));
  }

  /** The mount at the root of all others: its parent is in another namespace. */
  private static Optional<Entry> start(List<Entry> entries) {
    Set<Integer> ids = new HashSet<>();
    entries.forEach(entry -> ids.add(entry.id()));
    return entries.stream()
        .filter(entry -> entry.point().equals("/"))
        .filter(entry -> !ids.contains(entry.parent()) || entry.parent() == entry.id())
        .findFirst();
  }

  private Entry walk(Entry root, List<String> names) {
    Entry current = top(root, "/");
    StringBuilder prefix = new StringBuilder();
    for (String name : names) {
      prefix.append('/').append(name);
      current = top(current, prefix.toString());
    }
    return current;
  }

  /** Mounts can be stacked at one place; no more of them than there are entries. */
  private Entry top(Entry below, String point) {
    Entry current = below;
    for (int i = 0; i < entries.size(); i++) {
      Entry above = byParent.getOrDefault(current.id(), Map.of()).get(point);
      if (above == null || above.id() == current.id()) {
        return current;
      }
      current = above;
    }
    return current;
  }

  /** A path without what leads nowhere. */
  static String plain(String path) {
    return names(path).stream().map(name -> "/" + name).collect(Collectors.joining());
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/"))
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }
}
