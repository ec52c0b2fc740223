package dev.plumbline.collector.host;

import java.util.HashMap;
import java.util.Map;

/** The names of a node's users and groups, as its own files give them. */
public final class Accounts {

  /** {@code /etc/passwd} of a node that asks no directory service. */
  private static final int MAX_BYTES = 512 * 1024;

  private final Map<Integer, String> users;
  private final Map<Integer, String> groups;

  public Accounts(HostFileSystem host) {
    this.users = names(host, "/etc/passwd");
    this.groups = names(host, "/etc/group");
  }

  /** Name by number; both files have them in the first and third field. */
  private static Map<Integer, String> names(HostFileSystem host, String file) {
    Map<Integer, String> names = new HashMap<>();
    if (host.readLeniently(file, MAX_BYTES) instanceof FileContent.Text text) {
      for (String line : text.text().split("\n", -1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2
            && fields[2].matches("\\d{1,9}")
            && fields[0].matches("[\\w.-]{1,64}")) {
          names.putIfAbsent(Integer.parseInt(fields[2]), fields[0]);
        }
      }
    }
    return names;
  }

  /** A user's name; the number where there is none. */
  public String user(int uid) {
    return users.getOrDefault(uid, Integer.toString(uid));
  }

  /** A group's name; the number where there is none. */
  public String group(int gid) {
    return groups.getOrDefault(gid, Integer.toString(gid));
  }
}
