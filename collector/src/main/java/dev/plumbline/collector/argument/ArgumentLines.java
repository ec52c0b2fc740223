package dev.plumbline.collector.argument;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.SourceLocation.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an argument file as MicroK8s' kubelite reads it: a line that is neither empty nor a
 * comment loses all its quotes and is split at each space, and every part has its variables
 * expanded as Go's os.ExpandEnv does.
 *
 * @see <a
 *     href="https://github.com/canonical/microk8s/blob/d099c907d3646a2dae3d3e33f07aef5a5bc8a090/build-scripts/components/kubernetes/patches/v1.36.0/0000-Kubelite-integration.patch">ReadArgsFromFile</a>
 */
public final class ArgumentLines {

  /** {@code $NAME}, {@code ${NAME}}, or a dollar sign that starts anything else. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z0-9_]{1,100})}|([A-Za-z_][A-Za-z0-9_]{0,99}))?");

  private final String file;
  private final Map<String, String> variables;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Excerpt.Line> lines = new ArrayList<>();

  /**
   * @param variables the program's own, by name; another is known only where it runs
   */
  public ArgumentLines(String file, String text, Map<String, String> variables) {
    this.file = file;
    this.variables = Map.copyOf(variables);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        read(number, line);
      }
    }
  }

  public List<Argument> arguments() {
    return arguments;
  }

  /** The lines that hold arguments, which are evidence themselves, and no comment. */
  Excerpt excerpt() {
    return new Excerpt(file, lines);
  }

  private void read(int number, String line) {
    String content = line.strip();
    int start = line.indexOf(content);
    List<String> parts = List.of(content.replaceAll("[\"']", "").split(" ", -1));
    // A line with several arguments has no place for each that an edit could be trusted with.
    SourceLocation place =
        new SourceLocation(
            file,
            number,
            line.codePointCount(0, start),
            number,
            line.codePointCount(0, start + content.length()),
            parts.size() == 1 ? Style.LINE : Style.NOT_EDITABLE);
    parts.forEach(part -> arguments.add(expand(part, place)));
    lines.add(new Excerpt.Line(number, line));
  }

  private Argument expand(String part, SourceLocation place) {
    Matcher variable = VARIABLE.matcher(part);
    StringBuilder expanded = new StringBuilder();
    Resolution resolution = Resolution.RESOLVED;
    while (variable.find()) {
      String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
      String value = name == null ? null : variables.get(name);
      if (value == null) {
        resolution = Resolution.UNRESOLVED;
      }
      variable.appendReplacement(
          expanded, Matcher.quoteReplacement(value == null ? variable.group() : value));
    }
    return new Argument(variable.appendTail(expanded).toString(), resolution, place);
  }
}
