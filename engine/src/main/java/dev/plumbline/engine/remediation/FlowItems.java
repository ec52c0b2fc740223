package dev.plumbline.engine.remediation;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.SourceLocation.Style;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes items out of flow lists, {@code [item, item]}. The program and its arguments may be in two
 * lists, {@code command} and {@code args}: only a comma between two items says that they are in
 * one.
 */
final class FlowItems {

  private static final Pattern COMMA = Pattern.compile("\\s*+,\\s*+");

  private final SourceLocation program;
  private final List<SourceLocation> places;
  private final Map<Integer, String> lines = new HashMap<>();

  FlowItems(Component component) {
    this.program = component.place();
    this.places = component.arguments().stream().map(Argument::place).toList();
    for (Excerpt.Line line : component.excerpt().lines()) {
      lines.put(line.number(), line.text());
    }
  }

  /** Edits that leave out these of the arguments; empty when a comma would be left alone. */
  Optional<List<TextEdit>> without(Collection<Integer> dropped) {
    List<TextEdit> edits = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!dropped.contains(i) || places.get(i).style() != Style.FLOW) {
        continue;
      }
      SourceLocation place = places.get(i);
      SourceLocation before = i == 0 ? program : places.get(i - 1);
      if (inOneList(before, place)) {
        edits.add(
            new TextEdit(
                before.endLine(), before.endColumn(), place.endLine(), place.endColumn(), ""));
        continue;
      }
      int last = i;
      while (dropped.contains(last + 1) && hasNext(last)) {
        last++;
      }
      SourceLocation end = places.get(last);
      if (hasNext(last)) {
        SourceLocation next = places.get(last + 1);
        edits.add(new TextEdit(place.line(), place.column(), next.line(), next.column(), ""));
      } else if (between(end.endLine(), end.endColumn(), end.endLine() + 1, 0)
          .stripLeading()
          .startsWith(",")) {
        return Optional.empty();
      } else {
        edits.add(new TextEdit(place.line(), place.column(), end.endLine(), end.endColumn(), ""));
      }
      i = last;
    }
    return Optional.of(edits);
  }

  private boolean hasNext(int index) {
    return index + 1 < places.size() && inOneList(places.get(index), places.get(index + 1));
  }

  private boolean inOneList(SourceLocation first, SourceLocation second) {
    return COMMA
        .matcher(between(first.endLine(), first.endColumn(), second.line(), second.column()))
        .matches();
  }

  /** The text between two places, as far as the excerpt has it. */
  private String between(int line, int column, int endLine, int endColumn) {
    StringBuilder text = new StringBuilder();
    for (int i = line; i <= endLine; i++) {
      String all = lines.getOrDefault(i, "");
      int from = i == line ? column : 0;
      int to = i == endLine ? endColumn : all.codePointCount(0, all.length());
      if (from < to && to <= all.codePointCount(0, all.length())) {
        text.append(all, all.offsetByCodePoints(0, from), all.offsetByCodePoints(0, to));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
