package dev.plumbline.collector.k3s;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.k3s.K3sCommandLine.Word;
import dev.plumbline.collector.service.UnitFiles;
import dev.plumbline.evidence.SourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command and the environment that systemd starts a service with.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html">
 *     systemd.service(5)</a> and systemd.exec(5)
 */
final class ServiceUnit {

  private final HostFileSystem host;
  private final String name;
  private final Instant started;
  private final List<Word> command = new ArrayList<>();
  private final Map<String, Option> environment = new HashMap<>();

  /** Wherever they stand, they come over those of the unit itself. */
  private final Map<String, Option> ofFiles = new HashMap<>();

  private ServiceUnit(HostFileSystem host, String name, Instant started) {
    this.host = host;
    this.name = name;
    this.started = started;
  }

  /**
   * @param started when the service was; what changed since is not in force
   * @return empty when there is no such unit
   */
  static Optional<ServiceUnit> find(HostFileSystem host, String name, Instant started)
      throws Undetermined {
    ServiceUnit unit = new ServiceUnit(host, name, started);
    UnitFiles files = UnitFiles.of(host, name);
    if (!files.refused().isEmpty()) {
      throw Undetermined.of(files.refused().get(0));
    }
    if (files.main().isEmpty()) {
      return Optional.empty();
    }
    unit.readFile(files.main().get());
    for (String dropIn : files.dropIns()) {
      unit.readFile(dropIn);
    }
    return Optional.of(unit);
  }

  /** The program and its arguments. */
  List<Word> command() {
    return List.copyOf(command);
  }

  /** Variables by name. */
  Map<String, Option> environment() {
    Map<String, Option> all = new HashMap<>(environment);
    all.putAll(ofFiles);
    return Map.copyOf(all);
  }

  /** Not one that is absent, or in a directory that units need not be read from. */
  private void readFile(String path) throws Undetermined {
    FileContent content = host.read(path, "/", UnitFiles.MAX_BYTES);
    if (content instanceof FileContent.Refused) {
      throw Undetermined.of(content);
    }
    if (content instanceof FileContent.Text text) {
      read(unchanged(path, text));
    }
  }

  private FileContent.Text unchanged(String path, FileContent.Text text) throws Undetermined {
    Undetermined.ifChanged(path, text, started);
    return text;
  }

  private void read(FileContent.Text unit) throws Undetermined {
    List<String> lines = unit.text().lines().toList();
    String key = "";
    boolean continued = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("#") || line.startsWith(";") || line.isEmpty() && !continued) {
        continue;
      }
      int equals = line.indexOf('=');
      String value = continued || equals < 0 ? line : line.substring(equals + 1).strip();
      if (!continued) {
        key = equals < 0 ? "" : line.substring(0, equals).strip();
        reset(key, value);
      }
      continued = line.endsWith("\\");
      String text =
          continued && value.endsWith("\\") ? value.substring(0, value.length() - 1) : value;
      take(key, text, SourceLocation.line(unit.path(), i + 1));
    }
  }

  /** A command replaces the one of a file before. */
  private void reset(String key, String value) {
    if (key.equals("ExecStart")) {
      command.clear();
    }
    if (key.equals("Environment") && value.isEmpty()) {
      environment.clear();
    }
    if (key.equals("EnvironmentFile") && value.isEmpty()) {
      ofFiles.clear();
    }
  }

  private void take(String key, String value, SourceLocation place) throws Undetermined {
    switch (key) {
      case "ExecStart" -> {
        for (String word : UnitWords.split(value, place)) {
          command.add(new Word(specified(word, place), place));
        }
      }
      case "Environment" -> {
        for (String word : UnitWords.split(value, place)) {
          variable(specified(word, place), place, environment);
        }
      }
      case "EnvironmentFile" -> environmentFile(specified(value.replaceFirst("^-", ""), place));
      default -> {
        // Nothing that k3s is started with.
      }
    }
  }

  private void environmentFile(String path) throws Undetermined {
    FileContent content = host.read(path, "/", UnitFiles.MAX_BYTES);
    if (content instanceof FileContent.Absent || path.isEmpty()) {
      return;
    }
    if (!(content instanceof FileContent.Text text)) {
      throw Undetermined.of(content);
    }
    List<String> lines = unchanged(path, text).text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.startsWith("#") && !line.startsWith(";")) {
        variable(
            line.replaceFirst("^([A-Za-z0-9_]+)=(['\"])(.*)\\2$", "$1=$3"),
            SourceLocation.line(text.path(), i + 1),
            ofFiles);
      }
    }
  }

  /** Only k3s's own are kept, and of these only what decides what it runs leaves this class. */
  private static void variable(String assignment, SourceLocation place, Map<String, Option> into) {
    String[] parts = assignment.split("=", 2);
    if (parts.length == 2 && parts[0].startsWith("K3S_")) {
      into.put(parts[0], new Option(parts[0], parts[1], place));
    }
  }

  /** The specifiers that k3s's own installer uses; another, or a variable, is not resolved. */
  private String specified(String text, SourceLocation place) throws Undetermined {
    String resolved = text.replace("%N", name.replaceFirst("\\.service$", "")).replace("%n", name);
    if (resolved.replace("%%", "").contains("%") || resolved.matches("(?s).*\\$\\{?[A-Za-z_].*")) {
      throw new Undetermined(place, "has a specifier or variable that was not resolved");
    }
    return resolved.replace("%%", "%");
  }
}
