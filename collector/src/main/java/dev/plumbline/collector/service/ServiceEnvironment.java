package dev.plumbline.collector.service;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.manifest.Environment;
import dev.plumbline.collector.manifest.Environment.Value;
import dev.plumbline.collector.reference.FilesOfNode;
import dev.plumbline.collector.service.UnitLines.Assignment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The variables that systemd starts a service with. The kernel shows a process's environment only
 * to those who may trace it, so a pod without capabilities has to read the unit.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html">
 *     systemd.exec(5)</a>
 */
public final class ServiceEnvironment {

  private final HostFileSystem host;
  private final Instant readBy;

  /**
   * @param started when the service was; {@code Instant.MAX} when that isn't known. What changed
   *     since is not in force.
   */
  public ServiceEnvironment(HostFileSystem host, Instant started) {
    this.host = host;
    this.readBy = FilesOfNode.readBy(started);
  }

  /**
   * Reads a service's variables.
   *
   * @param unit the service, e.g. {@code etcd.service}
   * @param program the file name of what it has to start itself: a script could set further ones
   * @return empty when they could not be determined
   */
  public Optional<Environment> read(String unit, String program) {
    return assignments(unit)
        .filter(assignments -> starts(assignments, program))
        .flatMap(this::environment);
  }

  private Optional<List<Assignment>> assignments(String unit) {
    List<Assignment> all = new ArrayList<>();
    UnitFiles units = UnitFiles.of(host, unit);
    if (!units.refused().isEmpty()) {
      return Optional.empty();
    }
    List<String> files = new ArrayList<>(units.main().stream().toList());
    files.addAll(units.dropIns());
    for (String file : files) {
      Optional<String> text = text(file);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(UnitLines.of(text.get(), "Service").assignments());
    }
    return units.main().map(found -> all);
  }

  /** Empty for a file that can't be read, and for one that has changed since. */
  private Optional<String> text(String path) {
    return host.read(path, "/", UnitFiles.MAX_BYTES) instanceof FileContent.Text text
            && !text.times().mayHaveNewContentSince(readBy)
        ? Optional.of(text.text())
        : Optional.empty();
  }

  private static boolean starts(List<Assignment> assignments, String program) {
    return assignments.stream()
        .filter(assignment -> assignment.key().equals("ExecStart"))
        .reduce((first, second) -> second)
        .map(last -> last.value().replaceFirst("^[-@:+!]*", "").split("\\s", 2)[0])
        .filter(path -> path.substring(path.lastIndexOf('/') + 1).equals(program))
        .isPresent();
  }

  /** Variables of files come over those of the unit itself, wherever they stand. */
  private Optional<Environment> environment(List<Assignment> assignments) {
    Environment environment = new Environment();
    List<String> files = new ArrayList<>();
    for (Assignment assignment : assignments) {
      boolean known =
          switch (assignment.key()) {
            case "Environment" -> set(environment, assignment.value());
            case "EnvironmentFile" -> {
              files.add(assignment.value());
              yield true;
            }
            // What they take from elsewhere, or away, is not followed.
            case "PassEnvironment", "UnsetEnvironment", "PAMName" -> false;
            default -> true;
          };
      if (!known) {
        return Optional.empty();
      }
    }
    int first = files.lastIndexOf("") + 1;
    boolean read = files.stream().skip(first).allMatch(file -> setFrom(file, environment));
    return read ? Optional.of(environment) : Optional.empty();
  }

  private static boolean set(Environment environment, String value) {
    Optional<List<String>> words = QuotedText.words(value);
    if (value.isEmpty() || words.isEmpty()) {
      return false;
    }
    words.get().stream()
        .map(word -> word.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> environment.set(parts[0], new Value.Known(parts[1])));
    return true;
  }

  /** With a dash before its path, the file may be absent. */
  private boolean setFrom(String file, Environment environment) {
    boolean optional = file.startsWith("-");
    String path = optional ? file.substring(1) : file;
    Optional<String> text = text(path);
    if (text.isEmpty()) {
      return optional && host.read(path, "/", UnitFiles.MAX_BYTES) instanceof FileContent.Absent;
    }
    boolean continued = text.get().lines().anyMatch(line -> line.endsWith("\\"));
    if (!continued) {
      text.get().lines().forEach(line -> setFromLine(line.strip(), environment));
    }
    return !continued;
  }

  private static void setFromLine(String line, Environment environment) {
    int equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
      environment.set(
          line.substring(0, equals).strip(),
          QuotedText.value(line.substring(equals + 1))
              .<Value>map(Value.Known::new)
              .orElse(new Value.Hidden()));
    }
  }
}
