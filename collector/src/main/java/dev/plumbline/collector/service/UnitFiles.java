package dev.plumbline.collector.service;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the files of a systemd unit are.
 *
 * @param main path of the unit itself; empty when there is none. One that can't be read is there
 *     too: it hides those of further directories
 * @param dropIns paths of what is read after it, by their names; of two with one name that of the
 *     first directory counts
 * @param refused directories of drop-ins that could not be read, so that there may be more
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html">
 *     systemd.unit(5)</a>
 */
public record UnitFiles(
    Optional<String> main, List<String> dropIns, List<Lookup.Refused<List<String>>> refused) {

  /** More than any unit file has. */
  public static final int MAX_BYTES = 256 * 1024;

  /** In the order of their precedence. */
  private static final List<String> DIRECTORIES =
      List.of(
          "/etc/systemd/system",
          "/run/systemd/system",
          "/usr/local/lib/systemd/system",
          "/usr/lib/systemd/system",
          "/lib/systemd/system");

  private static final int MAX_DROP_INS = 100;

  public UnitFiles {
    dropIns = List.copyOf(dropIns);
    refused = List.copyOf(refused);
  }

  /**
   * Looks them up.
   *
   * @param unit e.g. {@code etcd.service}
   */
  public static UnitFiles of(HostFileSystem host, String unit) {
    Map<String, String> dropIns = new TreeMap<>();
    List<Lookup.Refused<List<String>>> refused = new ArrayList<>();
    for (String directory : DIRECTORIES) {
      String below = directory + "/" + unit + ".d";
      Lookup<List<String>> names = host.list(below, MAX_DROP_INS);
      if (names instanceof Lookup.Refused<List<String>> unread) {
        refused.add(unread);
      }
      for (String name : names.found().orElse(List.of())) {
        if (name.endsWith(".conf")) {
          dropIns.putIfAbsent(name, below + "/" + name);
        }
      }
    }
    return new UnitFiles(
        DIRECTORIES.stream()
            .map(directory -> directory + "/" + unit)
            .filter(path -> isThere(host.read(path, "/", MAX_BYTES)))
            .findFirst(),
        List.copyOf(dropIns.values()),
        refused);
  }

  private static boolean isThere(FileContent content) {
    return content instanceof FileContent.Text || content instanceof FileContent.Refused;
  }
}
