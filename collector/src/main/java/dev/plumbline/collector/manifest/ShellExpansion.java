package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellToken.Part;
import dev.plumbline.collector.manifest.ShellToken.Quoting;
import dev.plumbline.collector.manifest.ShellToken.Text;
import dev.plumbline.collector.manifest.ShellToken.Variable;
import dev.plumbline.collector.manifest.ShellToken.Word;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a word becomes: the values of its variables in their place, split into fields where a value
 * isn't quoted.
 *
 * @param parameters {@code $1} and on
 */
record ShellExpansion(Argument script, Environment variables, List<Argument> parameters) {

  List<Argument> fields(Word word) throws UnsupportedShellSyntax {
    if (word.parts().contains(new ShellToken.Parameters())) {
      return parameters;
    }
    Fields fields = new Fields();
    for (Part part : word.parts()) {
      if (part instanceof Text text) {
        fields.append(text.text());
      } else if (part instanceof Variable variable) {
        add(variable, fields);
      } else if (part instanceof ShellToken.Substitution substitution) {
        add(substitution, fields);
      } else if (part instanceof ShellToken.Pattern pattern) {
        add(pattern, fields);
      }
    }
    return fields.finish().stream()
        .map(text -> new Argument(text, fields.resolution, script.place().notEditable()))
        .toList();
  }

  private static void add(ShellToken.Substitution substitution, Fields fields)
      throws UnsupportedShellSyntax {
    if (substitution.quoting() == Quoting.UNQUOTED) {
      throw new UnsupportedShellSyntax("uses command substitution");
    }
    fields.append("$()");
    fields.resolution = Resolution.UNRESOLVED;
  }

  /**
   * A pattern that no file's path matches stays as it is, and an option, such as {@code
   * --controllers=*}, is no file's path.
   */
  private static void add(ShellToken.Pattern pattern, Fields fields) throws UnsupportedShellSyntax {
    boolean ofFiles = "*?[".indexOf(pattern.character()) >= 0;
    if (!ofFiles || fields.current.indexOf("--") != 0 || fields.current.indexOf("/") >= 0) {
      throw new UnsupportedShellSyntax("uses a pattern");
    }
    fields.append(String.valueOf(pattern.character()));
  }

  private void add(Variable variable, Fields fields) throws UnsupportedShellSyntax {
    Environment.Value value = variables.get(variable.name());
    if (!(value instanceof Environment.Value.Known known)) {
      boolean oneWord =
          value instanceof Environment.Value.Hidden hidden
              && hidden.shape() == Environment.Shape.ONE_WORD;
      if (variable.quoting() == Quoting.UNQUOTED && !oneWord) {
        throw new UnsupportedShellSyntax(
            "uses the variable "
                + variable.name()
                + ", whose value could not be determined from the manifest");
      }
      // Unset in the manifest, it may still be set in the image.
      fields.append("${" + variable.name() + "}");
      fields.resolution = Resolution.UNRESOLVED;
    } else if (variable.quoting() == Quoting.QUOTED) {
      fields.append(known.text());
    } else {
      refusePattern(known.text());
      fields.split(known.text());
    }
  }

  /** The value of an assignment, which isn't split. */
  Environment.Value value(List<Part> parts) throws UnsupportedShellSyntax {
    StringBuilder value = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Text text) {
        value.append(text.text());
      } else if (part instanceof Variable variable
          && variables.get(variable.name()) instanceof Environment.Value.Known known) {
        value.append(known.text());
      } else if (part instanceof ShellToken.Pattern pattern
          && "*?[{".indexOf(pattern.character()) >= 0) {
        // Neither paths nor braces are expanded in an assignment.
        value.append(pattern.character());
      } else if (part instanceof ShellToken.Parameters) {
        throw new UnsupportedShellSyntax("sets a variable to \"$@\"");
      } else {
        return new Environment.Value.Hidden();
      }
    }
    return new Environment.Value.Known(value.toString());
  }

  /** Some shells split the value behind {@code export NAME=}, and others don't. */
  void refuseSplitting(List<Part> parts) throws UnsupportedShellSyntax {
    for (Part part : parts) {
      if (part instanceof ShellToken.Pattern
          || part instanceof ShellToken.Substitution substitution
              && substitution.quoting() == Quoting.UNQUOTED) {
        throw new UnsupportedShellSyntax("exports a value that shells read differently");
      }
      if (part instanceof Variable variable
          && variable.quoting() == Quoting.UNQUOTED
          && !isOneWord(variables.get(variable.name()))) {
        throw new UnsupportedShellSyntax("exports a value that shells read differently");
      }
    }
  }

  private static boolean isOneWord(Environment.Value value) {
    return value instanceof Environment.Value.Known known
            && known.text().chars().noneMatch(c -> " \t\n*?[".indexOf(c) >= 0)
        || value instanceof Environment.Value.Hidden hidden
            && hidden.shape() == Environment.Shape.ONE_WORD;
  }

  /** The text of a word without variables. */
  static String literal(Word word) {
    return word.parts().stream()
        .map(part -> part instanceof Text text ? text.text() : "")
        .collect(Collectors.joining());
  }

  private static void refusePattern(String value) throws UnsupportedShellSyntax {
    if (value.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) {
      throw new UnsupportedShellSyntax("uses a variable that holds a pattern");
    }
  }

  /** The fields of one word. */
  private static final class Fields {
    private final List<String> done = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean started;
    private Resolution resolution = Resolution.RESOLVED;

    void append(String text) {
      current.append(text);
      started = true;
    }

    void split(String value) {
      for (int i = 0; i < value.length(); i++) {
        if (" \t\n".indexOf(value.charAt(i)) < 0) {
          append(String.valueOf(value.charAt(i)));
        } else if (started) {
          done.add(current.toString());
          current.setLength(0);
          started = false;
        }
      }
    }

    List<String> finish() {
      if (started) {
        done.add(current.toString());
      }
      return done;
    }
  }
}
