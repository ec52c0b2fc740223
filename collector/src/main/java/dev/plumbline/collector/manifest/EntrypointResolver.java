package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a component, and the arguments and variables that reach it, behind shells and wrappers. */
final class EntrypointResolver {

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
          "nice",
          "ionice",
          "nohup",
          "exec",
          "hyperkube",
          // OpenShift's, for the API server: cmd/watch-termination in openshift/kubernetes.
          "watch-termination",
          "setsid",
          "stdbuf",
          "catatonit");

  private final String component;
  private final Container container;

  EntrypointResolver(String component, Container container) {
    this.component = component;
    this.container = container;
  }

  Entrypoint resolve() {
    if (!container.command().isEmpty()) {
      return resolve(container.words(), container.environment());
    }
    List<Argument> args = container.args();
    if (!args.isEmpty() && isComponent(args.get(0))) {
      // The release images' entrypoint starts what args name.
      return resolve(args, container.environment());
    }
    return isClaimed()
        ? undetermined("sets no command, and what the image's own entrypoint does is not known")
        : new Entrypoint.Unrelated();
  }

  private Entrypoint resolve(List<Argument> words, Environment environment) {
    if (words.isEmpty()) {
      return unknownProgram("has a wrapper's command line that could not be followed");
    }
    Argument first = words.get(0);
    String program = baseName(first);
    List<Argument> rest = words.subList(1, words.size());
    if (first.resolution() == Resolution.UNRESOLVED) {
      return unknownProgram("starts a program whose name only the container has");
    }
    if (program.equals(component)) {
      return EtcdProxy.is(program, rest.stream().map(Argument::value).toList())
          ? new Entrypoint.AnotherRole()
          : new Entrypoint.Found(first, rest, environment);
    }
    if (SHELLS.contains(program)) {
      return shell(rest, environment);
    }
    if (program.equals("env")) {
      return env(rest, environment);
    }
    if (WRAPPERS.contains(program)) {
      return wrapped(rest, environment);
    }
    return unknownProgram("starts another program, whose use of the arguments is not known");
  }

  /** The variables that {@code env} sets, and the command behind them. */
  private Entrypoint env(List<Argument> words, Environment environment) {
    Environment inner = environment.copy();
    for (int i = 0; i < words.size(); i++) {
      Argument word = words.get(i);
      int equals = word.value().indexOf('=');
      if (word.value().startsWith("-")) {
        return unknownProgram("runs env with an option, which is not followed");
      }
      if (equals <= 0) {
        return resolve(words.subList(i, words.size()), inner);
      }
      inner.set(
          word.value().substring(0, equals),
          word.resolution() == Resolution.RESOLVED
              ? new Environment.Value.Known(word.value().substring(equals + 1))
              : new Environment.Value.Hidden());
    }
    return new Entrypoint.Unrelated();
  }

  private Entrypoint wrapped(List<Argument> words, Environment environment) {
    if (words.stream().filter(this::isComponent).count() > 1) {
      return undetermined("names it twice in a wrapper's command line");
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).value();
      if (word.startsWith("-") || word.contains("=")) {
        continue;
      }
      String program = baseName(words.get(i));
      if (program.equals(component)
          || program.equals("env")
          || SHELLS.contains(program)
          || WRAPPERS.contains(program)) {
        return resolve(words.subList(i, words.size()), environment);
      }
    }
    return unknownProgram("has a wrapper's command line that could not be followed");
  }

  private Entrypoint shell(List<Argument> words, Environment environment) {
    Optional<ShellInvocation> invocation = ShellInvocation.of(words);
    if (invocation.isEmpty()) {
      return unknownProgram("runs a shell script that could not be read");
    }
    Argument script = invocation.get().script();
    if (!names(script.value()) && !isClaimed()) {
      return new Entrypoint.Unrelated();
    }
    if (invocation.get().options() == ShellInvocation.Options.NOT_FOLLOWED) {
      return undetermined(script, "runs a shell with an option that is not followed");
    }
    try {
      return script(
          script, ShellScript.commands(script, environment, invocation.get().parameters()));
    } catch (UnsupportedShellSyntax e) {
      return unfollowed(script, e.why());
    }
  }

  private Entrypoint script(Argument script, List<ShellScript.Command> commands) {
    List<ShellScript.Command> runs = commands.stream().filter(this::mayRun).toList();
    if (runs.size() > 1) {
      return undetermined(script, "has a shell script that starts it in more than one place");
    }
    if (runs.isEmpty()) {
      return isClaimed()
          ? undetermined(
              script, "has a shell script that starts it in a way that could not be followed")
          : new Entrypoint.Unrelated();
    }
    ShellScript.Command run = runs.get(0);
    if (run.undetermined().isPresent()) {
      return unfollowed(script, run.undetermined().get());
    }
    Entrypoint entrypoint = resolve(run.words(), run.environment());
    return entrypoint instanceof Entrypoint.Unrelated
        ? undetermined(
            script, "has a shell script that starts it in a way that could not be followed")
        : entrypoint;
  }

  /** Whether a command starts the component, or is handed a script that may. */
  private boolean mayRun(ShellScript.Command command) {
    List<Argument> words = command.words();
    return !words.get(0).value().equals("echo")
        && words.stream()
            .anyMatch(
                word ->
                    isComponent(word)
                        || word.value().matches("(?s).*\\s.*") && names(word.value()));
  }

  /** Whether a script has the component's name as a word of its own, or as a program's path. */
  private boolean names(String script) {
    return Pattern.compile("(^|[^\\w.-])" + Pattern.quote(component) + "($|[^\\w./-])")
        .matcher(script)
        .find();
  }

  private static Entrypoint unfollowed(Argument script, String why) {
    return undetermined(script, "has a shell script that could not be followed: it " + why);
  }

  private static String baseName(Argument word) {
    return word.value().substring(word.value().lastIndexOf('/') + 1);
  }

  /** A word that names the program; the last name in an option's path does not. */
  private boolean isComponent(Argument word) {
    return baseName(word).equals(component)
        && !word.value().startsWith("-")
        && !word.value().contains("=");
  }

  /** Whether this container is meant to be the component, by its name or its image. */
  private boolean isClaimed() {
    return container.isNamed(component);
  }

  private boolean isMentioned() {
    return isClaimed()
        || Stream.concat(container.command().stream(), container.args().stream())
            .anyMatch(this::isComponent);
  }

  private Entrypoint unknownProgram(String why) {
    return isMentioned() ? undetermined(why) : new Entrypoint.Unrelated();
  }

  private Entrypoint undetermined(String why) {
    return new Entrypoint.Undetermined(container.line(), why);
  }

  private static Entrypoint undetermined(Argument script, String why) {
    return new Entrypoint.Undetermined(script.place().line(), why);
  }
}
