package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.ShellSyntax.AndOr;
import dev.plumbline.collector.manifest.ShellSyntax.Command;
import dev.plumbline.collector.manifest.ShellSyntax.Pipeline;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which variables commands may set. */
final class ShellAssignments {

  private final Set<String> names = new LinkedHashSet<>();

  private ShellAssignments() {}

  static Set<String> in(List<AndOr> lists) {
    ShellAssignments assignments = new ShellAssignments();
    assignments.collect(lists);
    return assignments.names;
  }

  private void collect(List<AndOr> lists) {
    for (AndOr list : lists) {
      for (Pipeline pipeline : list.pipelines()) {
        pipeline.commands().forEach(this::collect);
      }
    }
  }

  private void collect(Command command) {
    if (command instanceof Command.Simple simple) {
      // More words look like assignments than are any; none that is one is left out.
      simple.words().stream()
          .map(ShellToken.Word::assignedName)
          .filter(name -> !name.isEmpty())
          .forEach(names::add);
      names.addAll(simple.descriptors());
    } else if (command instanceof Command.Subshell subshell) {
      collect(subshell.lists());
    } else if (command instanceof Command.Group group) {
      collect(group.lists());
    } else if (command instanceof Command.Conditional conditional) {
      collect(conditional.lists());
    } else if (command instanceof Command.Loop loop) {
      collect(loop.lists());
    }
  }
}
