package dev.plumbline.collector.manifest;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile.Authorizer;
import dev.plumbline.evidence.ReferencedFile.Presence;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The lines that a patch needs. Only lines of the arguments themselves are taken, and neighbours
 * whose form says that they can't hold a secret: an environment variable below the arguments stays
 * on the node.
 */
public final class ManifestExcerpt {

  /** As many lines of context as {@code diff -u} gives. */
  private static final int CONTEXT = 3;

  private static final Pattern HARMLESS =
      Pattern.compile(
          "\\s*(- )?(command|args|containers|spec|livenessProbe|readinessProbe|authorizers|httpGet):\\s*"
              + "|\\s*(- )?(image|imagePullPolicy|name|type|apiVersion|kind|path|port|scheme):\\s+[\\w./:@\"-]+\\s*"
              + "|\\s*-\\s+[\\w./\"-]*(kube-apiserver|kube-controller-manager|kube-scheduler|etcd)\"?\\s*");

  private static final Pattern LIST_KEY = Pattern.compile("^\\s*(- )?\"?(command|args)\"?\\s*:");

  private static final int LONGEST_LINE = 4096;

  /** Longer than an argument list with every flag there is. */
  private static final int MAX_LINES = 400;

  private ManifestExcerpt() {}

  /** The lines of the arguments, which are evidence themselves, and harmless ones around them. */
  public static Excerpt ofArguments(String file, String text, List<Argument> arguments) {
    List<SourceLocation> places =
        arguments.stream()
            .map(Argument::place)
            .filter(place -> place.style() != SourceLocation.Style.NOT_EDITABLE)
            .toList();
    List<String> lines = text.lines().toList();
    TreeSet<Integer> shown = new TreeSet<>();
    for (SourceLocation place : places) {
      // A flow list on one line shares it with its neighbours: only its own text may be shown, so
      // the
      // line must hold nothing else but the key.
      for (int line = place.line(); line <= Math.min(place.endLine(), lines.size()); line++) {
        if (place.style() == SourceLocation.Style.BLOCK || isListLine(lines.get(line - 1))) {
          shown.add(line);
        }
      }
    }
    return of(file, lines, shown);
  }

  private static boolean isListLine(String line) {
    String items = LIST_KEY.matcher(line).replaceFirst("");
    return line.length() <= LONGEST_LINE && items.chars().noneMatch(c -> c == '{' || c == '}');
  }

  /** The lines of the entries that hold a type or a name. */
  public static Excerpt ofAuthorizers(FileContent.Text content, List<Authorizer> authorizers) {
    List<String> lines = content.text().lines().toList();
    TreeSet<Integer> shown = new TreeSet<>();
    for (Authorizer authorizer : authorizers) {
      for (int line = authorizer.place().line(); line <= authorizer.place().endLine(); line++) {
        if (harmless(lines, line) || authorizer.webhook() == Presence.ABSENT) {
          shown.add(line);
        }
      }
    }
    return of(content.path(), lines, shown);
  }

  /** These lines, and harmless ones around them. */
  public static Excerpt of(String file, List<String> lines, NavigableSet<Integer> shown) {
    for (int line : List.copyOf(shown)) {
      for (int near = line - CONTEXT; near <= line + CONTEXT; near++) {
        if (harmless(lines, near)) {
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

  private static boolean harmless(List<String> lines, int line) {
    return line >= 1
        && line <= lines.size()
        && lines.get(line - 1).length() <= 200
        && HARMLESS.matcher(lines.get(line - 1)).matches();
  }
}
