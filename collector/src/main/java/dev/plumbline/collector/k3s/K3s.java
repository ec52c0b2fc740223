package dev.plumbline.collector.k3s;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.k3s.K3sCommandLine.Word;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The components that a process of k3s runs within itself, each with the arguments that k3s gives
 * it. k3s takes the options of its command line over those of its configuration files, and both
 * over variables.
 *
 * @see <a href="https://docs.k3s.io/installation/configuration">k3s' configuration</a>
 */
public final class K3s {

  private final HostFileSystem host;
  private final HostFiles attributes;

  public K3s(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  /**
   * A process of k3s.
   *
   * @param place its command line
   * @param arguments what follows the program
   * @param unit the systemd unit that it belongs to; empty when it belongs to none
   * @param environment its variables; empty where the kernel does not show them
   * @param workingDirectory where relative paths start; empty when that is not known
   */
  public record Running(
      SourceLocation place,
      Arguments arguments,
      String unit,
      Map<String, String> environment,
      Instant started,
      String workingDirectory) {
    public Running {
      environment = Map.copyOf(environment);
    }
  }

  /** What the kernel shows of a process's arguments. */
  public sealed interface Arguments {

    /** All of them. */
    record Shown(List<String> words) implements Arguments {
      public Shown {
        words = List.copyOf(words);
      }
    }

    /**
     * The title that k3s writes over them: its command, and no options.
     *
     * @param role {@code server} or {@code agent}
     */
    record Title(String role) implements Arguments {}
  }

  /**
   * What was read of one process.
   *
   * @param moved its directories that are not where they are by default
   */
  public record Reading(
      List<Component> components, List<Problem> problems, MovedDirectories moved) {
    public Reading {
      components = List.copyOf(components);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a process.
   *
   * @param candidates the components that it could run
   */
  public Reading read(Running process, List<String> candidates) {
    try {
      return components(process);
    } catch (Undetermined e) {
      return new Reading(
          List.of(),
          candidates.stream()
              .map(
                  name ->
                      new Problem(
                          name,
                          e.place(),
                          e.why() + "; k3s takes the arguments of " + name + " from it"))
              .toList(),
          MovedDirectories.none());
    }
  }

  private Reading components(Running process) throws Undetermined {
    Optional<ServiceUnit> unit =
        process.unit().isEmpty()
            ? Optional.empty()
            : ServiceUnit.find(host, process.unit(), process.started());
    K3sCommandLine command = command(process, unit);
    List<Option> variables = K3sOptions.of(environment(process, unit));
    List<Option> options = new ArrayList<>(variables);
    options.addAll(command.options());
    K3sOptions given = new K3sOptions(options);
    String config = given.has("config") ? given.text("config") : K3sOptions.DEFAULT_CONFIG;
    requireAbsolute(process, config, "configuration file");
    ConfigFiles files = new ConfigFiles(host, process.started());
    List<Option> all = new ArrayList<>(variables);
    all.addAll(files.read(config));
    all.addAll(command.options());
    K3sOptions inForce = new K3sOptions(all);
    requireAbsolute(process, inForce.dataDirectory(), "data directory");
    if (inForce.isTrue("rootless")) {
      throw new Undetermined(process.place(), "runs without root, below a home directory");
    }
    return new K3sNode(host, attributes, process, command.role(), inForce, files.excerpt()).read();
  }

  private static void requireAbsolute(Running process, String path, String what)
      throws Undetermined {
    if (!path.startsWith("/")) {
      throw new Undetermined(process.place(), "has a " + what + " that is no absolute path");
    }
  }

  private static K3sCommandLine command(Running process, Optional<ServiceUnit> unit)
      throws Undetermined {
    if (process.arguments() instanceof Arguments.Shown shown) {
      return K3sCommandLine.of(
              shown.words().stream().map(word -> new Word(word, process.place())).toList())
          .orElseThrow(
              () -> new Undetermined(process.place(), "is neither a server's nor an agent's"));
    }
    String role = ((Arguments.Title) process.arguments()).role();
    if (unit.isEmpty()) {
      throw new Undetermined(
          process.place(),
          "shows no options, which k3s hides there, and no systemd unit of it was found");
    }
    List<Word> words = unit.get().command();
    return K3sCommandLine.of(words.subList(Math.min(1, words.size()), words.size()))
        .filter(found -> found.role().equals(role) && isK3s(words.get(0)))
        .orElseThrow(
            () ->
                new Undetermined(
                    process.place(),
                    "is of the unit " + process.unit() + ", which does not start k3s " + role));
  }

  /** The prefixes of a command are systemd's own; systemd.service(5). */
  private static boolean isK3s(Word program) {
    return program.text().matches("[-@:+!]*(.*/)?k3s");
  }

  /**
   * What the kernel shows counts, since it is what the process was started with; but a title is
   * written over the environment too.
   */
  private static Map<String, Option> environment(Running process, Optional<ServiceUnit> unit) {
    if (process.environment().isEmpty() || process.arguments() instanceof Arguments.Title) {
      return unit.map(ServiceUnit::environment).orElse(Map.of());
    }
    Map<String, Option> shown = new HashMap<>();
    process
        .environment()
        .forEach((name, value) -> shown.put(name, new Option(name, value, process.place())));
    return shown;
  }
}
