package dev.plumbline.engine.remediation;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.engine.remediation.Remedies.Remedy;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.SourceLocation.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Edits of the argument list of a manifest or an argument file. */
final class FlagEdits {

  /** What no YAML reader takes for anything but text, wherever it is in an argument. */
  private static final Pattern PLAIN = Pattern.compile("--[A-Za-z0-9_.,/:=@%+-]*+");

  /** What an argument file takes as it stands: no blank, quote, variable or comment. */
  private static final Pattern ON_A_LINE = Pattern.compile("[^\\s\"'$#][^\\s\"'$]*+");

  private final Component component;
  private final ParsedFlags.Accepted flags;
  private final List<TextEdit> edits = new ArrayList<>();
  private final List<String> unset = new ArrayList<>();
  private final Map<String, String> set = new LinkedHashMap<>();
  private final List<Argument> arguments;

  FlagEdits(Component component, ParsedFlags.Accepted flags) {
    this.component = component;
    this.flags = flags;
    this.arguments = new ArrayList<>(component.arguments());
  }

  /** Leaves out every use of a flag. */
  void unset(String flag) {
    unset.add(flag);
  }

  /** Leaves one use of a flag, with this value. */
  void set(String flag, String value) {
    set.put(flag, value);
  }

  /** Empty when the arguments are written in a way that no edit can be trusted with. */
  Optional<Remedy> remedy() {
    boolean opaque =
        arguments.stream().anyMatch(argument -> argument.place().style() == Style.NOT_EDITABLE);
    if (opaque || component.place().style() == Style.NOT_EDITABLE || !canBeWritten()) {
      return Optional.empty();
    }
    List<Integer> dropped = new ArrayList<>();
    unset.forEach(flag -> flags.usesOf(flag).forEach(use -> dropped.addAll(indexes(use))));
    Map<Integer, String> replaced = new LinkedHashMap<>();
    List<String> inserted = new ArrayList<>();
    set.forEach((flag, value) -> place(flag, value, dropped, replaced, inserted));
    Optional<List<TextEdit>> flow = new FlowItems(component).without(dropped);
    if (flow.isEmpty()) {
      return Optional.empty();
    }
    edits.addAll(flow.get());
    dropped.stream().sorted(Comparator.reverseOrder()).forEach(this::remove);
    replaced.forEach((index, wanted) -> replace(index, dropped, wanted));
    boolean possible = inserted.isEmpty() || insert(inserted);
    return possible
        ? Optional.of(
            new Remedy(component.excerpt(), edits, component.with(arguments, component.files())))
        : Optional.empty();
  }

  private boolean canBeWritten() {
    return component.place().style() != Style.LINE
        || set.values().stream().allMatch(v -> ON_A_LINE.matcher("--" + v).matches());
  }

  private void place(
      String flag,
      String value,
      List<Integer> dropped,
      Map<Integer, String> replaced,
      List<String> inserted) {
    String wanted = "--" + flag + "=" + value;
    List<FlagUse> uses = flags.usesOf(flag);
    if (uses.isEmpty()) {
      inserted.add(wanted);
      return;
    }
    replaced.put(uses.get(0).index(), wanted);
    uses.forEach(use -> dropped.addAll(indexes(use)));
    dropped.remove(Integer.valueOf(uses.get(0).index()));
  }

  private static List<Integer> indexes(FlagUse use) {
    return IntStream.range(use.index(), use.index() + use.width()).boxed().toList();
  }

  private void replace(int index, List<Integer> dropped, String wanted) {
    SourceLocation place = component.arguments().get(index).place();
    edits.add(
        new TextEdit(
            place.line(),
            place.column(),
            place.endLine(),
            place.endColumn(),
            written(place, wanted)));
    int shift = (int) dropped.stream().filter(i -> i < index).count();
    arguments.set(index - shift, Argument.known(wanted, place));
  }

  private void remove(int index) {
    SourceLocation place = component.arguments().get(index).place();
    if (place.style() == Style.BLOCK || place.style() == Style.LINE) {
      int end = place.endColumn() == 0 ? place.endLine() : place.endLine() + 1;
      edits.add(new TextEdit(place.line(), 0, end, 0, ""));
    }
    arguments.remove(index);
  }

  /** Each in its place by the alphabet, so that diffs of several controls don't meet. */
  private boolean insert(List<String> wanted) {
    if (arguments.isEmpty()) {
      return insertBehindProgram(wanted.stream().sorted().toList());
    }
    for (String flag : wanted) {
      if (!insertBefore(next(flag), flag)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first argument that begins a flag behind this one in the alphabet; the first of all when
   * there is none, where nothing can swallow it.
   */
  private int next(String wanted) {
    for (int i = 1; i < arguments.size(); i++) {
      String before = arguments.get(i - 1).value();
      boolean complete = before.startsWith("--") && before.contains("=");
      String value = arguments.get(i).value();
      if (complete && value.startsWith("--") && value.compareTo(wanted) > 0) {
        return i;
      }
    }
    return 0;
  }

  private boolean insertBefore(int index, String wanted) {
    SourceLocation place = arguments.get(index).place();
    Optional<String> dash = dash(place);
    if (place.style() == Style.BLOCK && dash.isEmpty()) {
      return false;
    }
    boolean flow = place.style() == Style.FLOW;
    int column = flow ? place.column() : 0;
    edits.add(
        new TextEdit(
            place.line(),
            column,
            place.line(),
            column,
            flow
                ? written(place, wanted) + ", "
                : dash.orElseThrow() + written(place, wanted) + "\n"));
    // Of two edits in one place, the later one's text comes first.
    int first = index;
    while (first > 0 && arguments.get(first - 1).place().beginsWhere(place)) {
      first--;
    }
    arguments.add(first, Argument.known(wanted, place));
    return true;
  }

  private boolean insertBehindProgram(List<String> wanted) {
    SourceLocation place = component.place();
    Optional<String> dash = dash(place);
    if (place.style() == Style.BLOCK && dash.isEmpty()) {
      return false;
    }
    boolean flow = place.style() == Style.FLOW;
    edits.add(
        new TextEdit(
            place.endLine(),
            place.endColumn(),
            place.endLine(),
            place.endColumn(),
            wanted.stream()
                .map(
                    w ->
                        flow
                            ? ", " + written(place, w)
                            : "\n" + dash.orElseThrow() + written(place, w))
                .collect(Collectors.joining())));
    wanted.forEach(w -> arguments.add(Argument.known(w, place)));
    return true;
  }

  /** What stands before an item of a block list: its indentation and dash. */
  private Optional<String> dash(SourceLocation place) {
    if (place.style() == Style.LINE) {
      return Optional.of("");
    }
    return component.excerpt().lines().stream()
        .filter(line -> line.number() == place.line())
        .map(Excerpt.Line::text)
        .map(text -> text.substring(0, text.offsetByCodePoints(0, place.column())))
        .filter(prefix -> prefix.matches("\\s*-\\s+"))
        .findFirst();
  }

  /**
   * Quoted in a flow list, where a comma would end the item, and where YAML reads more than text.
   */
  private static String written(SourceLocation place, String argument) {
    boolean plain = PLAIN.matcher(argument).matches() && !argument.endsWith(":");
    return place.style() == Style.LINE || plain && place.style() == Style.BLOCK
        ? argument
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(argument)) + '"';
  }
}
