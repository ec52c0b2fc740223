package dev.plumbline.collector.process;

import dev.plumbline.collector.k3s.K3s;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/** A process of k3s as its reader takes it. */
final class EmbeddingK3s {

  private static final String NAME = "k3s";

  private EmbeddingK3s() {}

  static boolean is(CommandLine command) {
    return command.program().equals(NAME) || command.program().startsWith(NAME + "-");
  }

  static K3s.Running of(CommandLine command, ProcessFiles process) {
    return new K3s.Running(
        SourceLocation.line(process.path("cmdline"), 1),
        arguments(command),
        process.service().orElse(""),
        process.variables(),
        process.started(),
        process.workingDirectory());
  }

  /** k3s-server and k3s-agent are links to k3s that stand for its commands. */
  private static K3s.Arguments arguments(CommandLine command) {
    List<String> words = new ArrayList<>(command.arguments());
    if (!command.program().equals(NAME)) {
      words.add(0, command.program().substring(NAME.length() + 1));
    }
    boolean title = command.form() == CommandLine.Form.TITLE && words.size() == 1;
    return title ? new K3s.Arguments.Title(words.get(0)) : new K3s.Arguments.Shown(words);
  }
}
