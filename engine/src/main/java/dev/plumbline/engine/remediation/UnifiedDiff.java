package dev.plumbline.engine.remediation;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import dev.plumbline.evidence.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the unified diff of an excerpt and some edits of it. */
final class UnifiedDiff {

  private static final int CONTEXT = 3;

  private static final Pattern HEADER =
      Pattern.compile("@@ -(\\d{1,9}),(\\d{1,9}) \\+(\\d{1,9}),(\\d{1,9}) @@");

  private final Excerpt excerpt;
  private final Set<Integer> known = new HashSet<>();
  private final List<String> original = new ArrayList<>();

  UnifiedDiff(Excerpt excerpt) {
    this.excerpt = excerpt;
    for (Excerpt.Line line : excerpt.lines()) {
      while (original.size() < line.number() - 1) {
        original.add("");
      }
      original.add(line.text());
      known.add(line.number());
    }
  }

  /**
   * The diff, for {@code patch -p1}; empty when an edit touches a line that isn't in the excerpt.
   */
  Optional<String> of(List<TextEdit> edits) {
    List<String> lines = new ArrayList<>(original);
    List<TextEdit> fromTheEnd = new ArrayList<>(edits);
    fromTheEnd.sort(
        Comparator.comparingInt(TextEdit::line).thenComparingInt(TextEdit::column).reversed());
    for (TextEdit edit : fromTheEnd) {
      if (!isKnown(edit)) {
        return Optional.empty();
      }
      apply(edit, lines);
    }
    Patch<String> patch = DiffUtils.diff(original, lines);
    String file = excerpt.file().replaceFirst("^/+", "");
    // A file that plays tricks with the terminal is for people to fix.
    boolean tricky =
        holdsControl(file) || excerpt.lines().stream().anyMatch(line -> holdsControl(line.text()));
    if (patch.getDeltas().isEmpty() || tricky) {
      return Optional.empty();
    }
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "a/" + file, "b/" + file, original, patch, context(patch));
    return Optional.of(
        diff.stream().map(UnifiedDiff::withEmptySides).collect(Collectors.joining("\n")) + "\n");
  }

  /** Of a side without lines, patch wants the line before it, and the library writes the next. */
  private static String withEmptySides(String line) {
    Matcher header = HEADER.matcher(line);
    return header.matches()
        ? "@@ -"
            + side(header.group(1), header.group(2))
            + " +"
            + side(header.group(3), header.group(4))
            + " @@"
        : line;
  }

  private static String side(String line, String lines) {
    int before = Integer.parseInt(line) - 1;
    return (lines.equals("0") ? String.valueOf(before) : line) + "," + lines;
  }

  private static boolean holdsControl(String text) {
    return text.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c));
  }

  private boolean isKnown(TextEdit edit) {
    for (int line = edit.line(); line < edit.endLine() || line == edit.line(); line++) {
      if (!known.contains(line)) {
        return false;
      }
    }
    return edit.endColumn() == 0 || known.contains(edit.endLine());
  }

  private static void apply(TextEdit edit, List<String> lines) {
    String before = cut(lines.get(edit.line() - 1), 0, edit.column());
    boolean wholeLines = edit.endColumn() == 0 && edit.endLine() > edit.line();
    String last = wholeLines ? "" : lines.get(edit.endLine() - 1);
    String after =
        wholeLines ? "" : cut(last, edit.endColumn(), last.codePointCount(0, last.length()));
    int end = wholeLines ? edit.endLine() - 1 : edit.endLine();
    lines.subList(edit.line() - 1, end).clear();
    String text = before + edit.replacement() + after;
    if (!wholeLines || !text.isEmpty()) {
      lines.addAll(edit.line() - 1, List.of(text.split("\n", -1)));
    }
  }

  private static String cut(String text, int from, int to) {
    return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
  }

  /**
   * As many lines of context as are known on both sides of every hunk: with fewer on one side than
   * on the other, patch takes that side for the start or the end of the file.
   */
  private int context(Patch<String> patch) {
    int context = CONTEXT;
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      int first = delta.getSource().getPosition() + 1;
      int next = first + delta.getSource().size();
      context = Math.min(context, knownBefore(first));
      context = Math.min(context, knownFrom(next));
    }
    return context;
  }

  private int knownBefore(int line) {
    int count = 0;
    while (count < CONTEXT && known.contains(line - 1 - count)) {
      count++;
    }
    return count;
  }

  private int knownFrom(int line) {
    int count = 0;
    while (count < CONTEXT && known.contains(line + count)) {
      count++;
    }
    return count;
  }
}
