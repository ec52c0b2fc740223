package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds a component, and the arguments it really gets, behind shells and wrappers. */
public final class CommandLine {

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash");

  /**
   * Programs that start the command that follows their own options, and hand its arguments on as
   * they are. The release images' entrypoint is {@code go-runner}; kops starts through it too.
   */
  private static final Set<String> WRAPPERS =
      Set.of(
          "go-runner",
          "kube-log-runner",
          "tini",
          "dumb-init",
          "env",
          "nice",
          "ionice",
          "nohup",
          "exec",
          "hyperkube",
          "setsid",
          "stdbuf",
          "catatonit");

  private final String component;
  private final Container container;

  public CommandLine(String component, Container container) {
    this.component = component;
    this.container = container;
  }

  /** The file name of a program's path. */
  public static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public Program resolve() {
    if (!container.command().isEmpty()) {
      return resolve(
          Stream.concat(container.command().stream(), container.args().stream()).toList());
    }
    List<Argument> args = container.args();
    if (!args.isEmpty() && baseName(args.get(0).value()).equals(component)) {
      // The release images' entrypoint starts what args name.
      return resolve(args);
    }
    return claimed()
        ? unclear("sets no command: what the image's own entrypoint does can't be seen")
        : new Program.Other();
  }

  private Program resolve(List<Argument> words) {
    Argument first = words.get(0);
    String program = baseName(first.value());
    if (first.resolution() == Resolution.UNRESOLVED) {
      return mentioned()
          ? unclear("the program's name is only known in the container")
          : new Program.Other();
    }
    if (program.equals(component)) {
      return new Program.Found(first, words.subList(1, words.size()));
    }
    if (SHELLS.contains(program)) {
      return shell(words.subList(1, words.size()));
    }
    if (WRAPPERS.contains(program)) {
      return wrapped(words.subList(1, words.size()));
    }
    return mentioned()
        ? unclear("starts another program, whose use of the arguments can't be seen")
        : new Program.Other();
  }

  private Program wrapped(List<Argument> words) {
    if (words.stream().filter(word -> baseName(word.value()).equals(component)).count() > 1) {
      return unclear("a wrapper's command line names it twice");
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).value();
      if (word.startsWith("-") || word.contains("=")) {
        continue;
      }
      String program = baseName(word);
      if (program.equals(component) || SHELLS.contains(program) || WRAPPERS.contains(program)) {
        return resolve(words.subList(i, words.size()));
      }
    }
    return mentioned()
        ? unclear("a wrapper's command line can't be followed")
        : new Program.Other();
  }

  private Program shell(List<Argument> words) {
    int i = 0;
    while (i < words.size()
        && words.get(i).value().matches("-[a-z]+")
        && !isCommandOption(words.get(i))) {
      i++;
    }
    if (i + 1 >= words.size() || !isCommandOption(words.get(i))) {
      return mentioned()
          ? unclear("a shell runs a script that can't be seen")
          : new Program.Other();
    }
    Argument script = words.get(i + 1);
    if (!script.value().contains(component) && !claimed()) {
      return new Program.Other();
    }
    try {
      ShellScript parsed =
          new ShellScript(script, container.environment(), words.subList(i + 2, words.size()));
      List<List<Argument>> runs =
          parsed.commands().stream()
              .filter(
                  command ->
                      command.stream().anyMatch(word -> baseName(word.value()).equals(component)))
              .toList();
      if (runs.size() == 1) {
        return resolve(runs.get(0));
      }
      return new Program.Unclear(
          script.place().line(),
          runs.isEmpty()
              ? "a shell script starts it in a way that can't be followed"
              : "a shell script starts it in more than one place");
    } catch (ShellScript.TooClever e) {
      return new Program.Unclear(
          script.place().line(), "a shell script can't be followed: " + e.getMessage());
    }
  }

  private static boolean isCommandOption(Argument word) {
    return word.value().matches("-[a-z]*c");
  }

  /** Whether this container is meant to be the component, by its name or its image. */
  private boolean claimed() {
    return container.name().equals(component) || container.imageName().equals(component);
  }

  private boolean mentioned() {
    return claimed()
        || Stream.concat(container.command().stream(), container.args().stream())
            .anyMatch(word -> baseName(word.value()).equals(component));
  }

  private Program unclear(String why) {
    return new Program.Unclear(container.line(), why);
  }
}
