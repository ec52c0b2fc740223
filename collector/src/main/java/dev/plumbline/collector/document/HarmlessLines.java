package dev.plumbline.collector.document;

import dev.plumbline.evidence.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.regex.Pattern;

/**
 * The lines of a file that a patch needs: those that are evidence themselves, and neighbours whose
 * form shows that they hold no secret. An environment variable below the arguments stays on the
 * node.
 */
public final class HarmlessLines {

  /** As many lines of context as {@code diff -u} gives. */
  private static final int CONTEXT = 3;

  private static final Pattern HARMLESS =
      Pattern.compile(
          "\\s*(- )?(command|args|containers|spec|livenessProbe|readinessProbe|authorizers|httpGet):\\s*"
              + "|\\s*(- )?(image|imagePullPolicy|name|type|apiVersion|kind|path|port|scheme):\\s+[\\w./:@\"-]+\\s*"
              + "|\\s*-\\s+[\\w./\"-]*(kube-apiserver|kube-controller-manager|kube-scheduler|etcd)\"?\\s*");

  /** An argument may be as long as this; a longer line belongs to no excerpt. */
  public static final int LONGEST_LINE = 4096;

  /** Longer than an argument list with every flag there is. */
  private static final int MAX_LINES = 400;

  private HarmlessLines() {}

  /** These lines, and harmless ones around them; none when one of them is too long. */
  public static Excerpt around(String file, List<String> lines, NavigableSet<Integer> shown) {
    for (int line : List.copyOf(shown)) {
      for (int near = line - CONTEXT; near <= line + CONTEXT; near++) {
        if (isHarmless(lines, near)) {
          shown.add(near);
        }
      }
    }
    List<Excerpt.Line> excerpt = new ArrayList<>();
    for (int line : shown) {
      String text = lines.get(line - 1);
      if (text.length() > LONGEST_LINE || excerpt.size() == MAX_LINES) {
        return Excerpt.none();
      }
      excerpt.add(new Excerpt.Line(line, text));
    }
    return new Excerpt(file, excerpt);
  }

  /** Whether a line exists, and its form shows that it holds no secret. */
  public static boolean isHarmless(List<String> lines, int line) {
    return line >= 1
        && line <= lines.size()
        && lines.get(line - 1).length() <= 200
        && HARMLESS.matcher(lines.get(line - 1)).matches();
  }
}
