package dev.plumbline.engine.catalogue;

import java.util.Map;
import java.util.regex.Pattern;

/** What is asked of a file's mode and owners; a file is as {@code files} holds it. */
public final class FileFunctions {

  private static final Pattern MODE = Pattern.compile("[0-7]{1,4}");

  private FileFunctions() {}

  /** Whether a file's mode has no bit that an octal mode lacks. */
  public static boolean noWiderThan(Object file, String mode) {
    if (!MODE.matcher(mode).matches()) {
      throw new IllegalArgumentException("\"" + mode + "\" is no mode in octal, such as 600");
    }
    return (number(file, "mode") & ~Long.parseLong(mode, 8)) == 0;
  }

  /**
   * Whether a file belongs to a user and group. Root is known by its number: a node's passwd can
   * give that name to anybody.
   */
  public static boolean ownedBy(Object file, String owner) {
    String[] names = owner.split(":", 2);
    if (names.length != 2) {
      throw new IllegalArgumentException(
          "\"" + owner + "\" names no owner and group, such as root:root");
    }
    return is(file, "uid", "owner", names[0]) && is(file, "gid", "group", names[1]);
  }

  private static boolean is(Object file, String number, String name, String wanted) {
    return wanted.equals("root")
        ? number(file, number) == 0
        : wanted.equals(((Map<?, ?>) file).get(name));
  }

  private static long number(Object file, String field) {
    if (file instanceof Map<?, ?> map && map.get(field) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("it takes a file, which has a " + field);
  }
}
