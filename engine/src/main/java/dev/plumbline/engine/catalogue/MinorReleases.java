package dev.plumbline.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Minor releases of Kubernetes for people. */
public final class MinorReleases {

  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)");

  private MinorReleases() {}

  /** The minor release of a version such as {@code v1.33.1+k3s1}; empty when it names none. */
  static Optional<String> of(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.lookingAt()
        ? Optional.of(matcher.group(1) + "." + matcher.group(2))
        : Optional.empty();
  }

  /**
   * Releases that follow each other as a range: {@code 1.29-1.33, 1.35}.
   *
   * @param releases in their order, such as {@code 1.29}; none means any
   */
  public static String ranges(List<String> releases) {
    List<String> ranges = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= releases.size(); i++) {
      if (i == releases.size() || minor(releases.get(i)) != minor(releases.get(i - 1)) + 1) {
        String first = releases.get(from);
        String last = releases.get(i - 1);
        ranges.add(first.equals(last) ? first : first + "-" + last);
        from = i;
      }
    }
    return ranges.isEmpty() ? "any" : String.join(", ", ranges);
  }

  private static int minor(String release) {
    return Integer.parseInt(release.substring(release.indexOf('.') + 1));
  }
}
