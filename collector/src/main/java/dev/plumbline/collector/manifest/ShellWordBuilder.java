package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellToken.Part;
import dev.plumbline.collector.manifest.ShellToken.Quoting;
import dev.plumbline.collector.manifest.ShellToken.Text;
import java.util.ArrayList;
import java.util.List;

/** The parts of a word; neighbours of one kind are joined. */
final class ShellWordBuilder {
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder unquoted = new StringBuilder();
  private final StringBuilder quoted = new StringBuilder();
  private boolean inQuoted;

  boolean isEmpty() {
    return parts.isEmpty() && unquoted.isEmpty() && !inQuoted;
  }

  void unquoted(char c) {
    flushQuoted();
    unquoted.append(c);
  }

  void add(Part part) {
    flushUnquoted();
    if (part instanceof Text text) {
      quoted.append(text.text());
      inQuoted = true;
    } else {
      flushQuoted();
      parts.add(part);
    }
  }

  private void flushUnquoted() {
    if (unquoted.length() > 0) {
      parts.add(new Text(unquoted.toString(), Quoting.UNQUOTED));
      unquoted.setLength(0);
    }
  }

  private void flushQuoted() {
    if (inQuoted) {
      parts.add(new Text(quoted.toString(), Quoting.QUOTED));
      quoted.setLength(0);
      inQuoted = false;
    }
  }

  ShellToken.Word word() throws UnsupportedShellSyntax {
    flushUnquoted();
    flushQuoted();
    if (parts.size() > 1 && parts.stream().anyMatch(ShellToken.Parameters.class::isInstance)) {
      throw new UnsupportedShellSyntax("joins \"$@\" to something else");
    }
    return new ShellToken.Word(parts);
  }
}
