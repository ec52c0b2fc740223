package dev.plumbline.live;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Flags by name, each once. */
final class FlagNames {

  /** A kube-apiserver has some 170. */
  private static final int MAX_FLAGS = 1000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Map<String, String> flags = new TreeMap<>();

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Two that pflag takes for one are one. */
  void add(String name, String value) throws InvalidAnswer {
    if (!isName(name)) {
      throw new InvalidAnswer("answered with a name that no flag has");
    }
    if (flags.put(name.replace('_', '-'), value) != null) {
      throw new InvalidAnswer("answered with two values of one flag");
    }
    if (flags.size() > MAX_FLAGS) {
      throw new InvalidAnswer("answered with more than " + MAX_FLAGS + " flags");
    }
  }

  Map<String, String> all() throws InvalidAnswer {
    if (flags.isEmpty()) {
      throw new InvalidAnswer("answered without any flag");
    }
    return flags;
  }
}
