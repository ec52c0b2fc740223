package dev.plumbline.collector.argument;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.reference.FilesOfNode;
import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.distribution.ArgumentFiles;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Program;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.SourceLocation.Style;
import dev.plumbline.evidence.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evidence of the components whose arguments a program reads from files. */
public final class ArgumentFileReader {

  /** The program's own scanner gives up on a line of 64 KiB; no component has that many flags. */
  private static final int MAX_BYTES = 256 * 1024;

  private final HostFileSystem host;
  private final HostFiles attributes;

  public ArgumentFileReader(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  /** What was found, and what could not be read. */
  public record Reading(List<Component> components, List<Problem> problems) {
    public Reading {
      components = List.copyOf(components);
      problems = List.copyOf(problems);
    }
  }

  /** What each program will hand to its components at its next start. */
  public Reading atStart() {
    Builder found = new Builder();
    for (Program program : Distributions.programs()) {
      program.argumentFiles().ifPresent(files -> atStart(files, found));
    }
    return found.reading();
  }

  /** The program's own arguments are in a file too, and decide what it runs. */
  private void atStart(ArgumentFiles files, Builder found) {
    FileContent content = host.read(files.own(), "/", MAX_BYTES);
    if (content instanceof FileContent.Refused refused) {
      for (String component : files.components(List.of())) {
        found.problems.add(
            new Problem(component, SourceLocation.line(refused.path(), 1), refused.why()));
      }
    } else if (content instanceof FileContent.Text own) {
      List<String> arguments =
          new ArgumentLines(files.own(), own.text(), files.variables())
              .arguments().stream().map(Argument::value).toList();
      for (String component : files.components(arguments)) {
        new Start(files, Source.ARGUMENT_FILE, Instant.MAX, "")
            .read(component, files.file(component, arguments), found);
      }
    }
  }

  /**
   * What a running program has handed to its components.
   *
   * @param arguments the program's
   * @param started when it was; {@code Instant.MAX} when that isn't known
   * @param process the file that shows the process
   */
  public Reading ofRunning(
      ArgumentFiles files, List<String> arguments, Instant started, String process) {
    Builder found = new Builder();
    for (String component : files.components(arguments)) {
      new Start(files, Source.PROCESS, started, process)
          .read(component, files.file(component, arguments), found);
    }
    return found.reading();
  }

  private static final class Builder {
    private final List<Component> components = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Reading reading() {
      return new Reading(components, problems);
    }
  }

  /** One start of a program. */
  private final class Start {
    private final ArgumentFiles files;
    private final Source source;
    private final Instant started;

    /** The file that shows it; empty for the next start. */
    private final String process;

    Start(ArgumentFiles files, Source source, Instant started, String process) {
      this.files = files;
      this.source = source;
      this.started = started;
      this.process = process;
    }

    void read(String component, String path, Builder found) {
      FileContent content = host.read(path, "/", MAX_BYTES);
      if (content instanceof FileContent.Text text) {
        if (text.times().mayHaveNewContentSince(FilesOfNode.readBy(started))) {
          problem(
              component,
              path,
              "was changed after the process started; what it started with stays in force until a"
                  + " restart",
              found);
        } else {
          found.components.add(component(component, path, text.text()));
        }
      } else if (content instanceof FileContent.OutOfScope outside) {
        problem(
            component,
            outside.path(),
            "holds the arguments and " + ReferencedFile.OutOfScope.WHY,
            found);
      } else if (content instanceof FileContent.Refused refused) {
        problem(component, refused.path(), refused.why(), found);
      } else {
        problem(component, path, "does not exist, and is to hold the arguments", found);
      }
    }

    private void problem(String component, String path, String why, Builder found) {
      found.problems.add(new Problem(component, SourceLocation.line(path, 1), why));
    }

    private Component component(String name, String path, String text) {
      ArgumentLines lines = new ArgumentLines(path, text, files.variables());
      MountNamespace mounts = new MountNamespace.Host();
      ReferencedFiles reader =
          source == Source.PROCESS
              ? FilesOfNode.ofRunning(host, attributes, mounts, "", started)
              : FilesOfNode.atStart(host, attributes, mounts, "");
      ReferencedFiles.Result named = reader.read(name, lines.arguments(), List.of());
      Map<String, HostFile> all = new HashMap<>(named.attributes());
      attributes.attributes(path, "/").found().ifPresent(file -> all.put(path, file));
      return new Component(
          name,
          source,
          place(path),
          "",
          lines.arguments(),
          List.of(),
          Visibility.OBSERVED,
          all,
          named.files(),
          lines.excerpt());
    }

    private SourceLocation place(String path) {
      return source == Source.PROCESS
          ? SourceLocation.line(process, 1)
          : new SourceLocation(path, 1, 0, 1, 0, Style.LINE);
    }
  }
}
