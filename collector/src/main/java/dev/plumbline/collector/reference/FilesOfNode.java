package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.collector.reference.NamedFile.Reader;
import dev.plumbline.collector.reference.NamedFile.Role;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the files that a component of a node names. */
public final class FilesOfNode implements ReferencedFiles {

  /** No file of authorizers or of policy lines reaches a megabyte. */
  private static final int MAX_BYTES = 1024 * 1024;

  /** The time of boot is given in whole seconds, so a start is known to about two. */
  private static final Duration START_ACCURACY = Duration.ofSeconds(2);

  private final HostFileSystem host;
  private final HostFiles attributes;
  private final FileLocator locator;
  private final Instant started;

  private FilesOfNode(
      HostFileSystem host, HostFiles attributes, FileLocator locator, Instant started) {
    this.host = host;
    this.attributes = attributes;
    this.locator = locator;
    this.started = started;
  }

  /**
   * The files as the component will read them when it is started.
   *
   * @param workingDirectory where relative paths start; empty when that is not known
   */
  public static ReferencedFiles atStart(
      HostFileSystem host, HostFiles attributes, MountNamespace mounts, String workingDirectory) {
    return new FilesOfNode(
        host, attributes, new FileLocator(mounts, workingDirectory), Instant.MAX);
  }

  /**
   * The files as a running process has read them. A kube-apiserver reads an ABAC policy only at its
   * start, and refuses a changed AuthorizationConfiguration that drops or adds a type other than
   * Webhook; a kubelet reads its configuration once: what changed since its start shows nothing of
   * what is in force.
   *
   * @param started when the process was; {@code Instant.MAX} when that isn't known
   */
  public static ReferencedFiles ofRunning(
      HostFileSystem host,
      HostFiles attributes,
      MountNamespace mounts,
      String workingDirectory,
      Instant started) {
    return new FilesOfNode(
        host, attributes, new FileLocator(mounts, workingDirectory), readBy(started));
  }

  /** Until when a process that was started at that time has read what was there. */
  public static Instant readBy(Instant started) {
    return started.equals(Instant.MAX) ? started : started.plus(START_ACCURACY);
  }

  @Override
  public Result read(String component, List<Argument> arguments, List<Variable> environment) {
    Reading reading = new Reading();
    FileFlags.named(component, arguments, environment).forEach(reading::add);
    // A kubelet's file names its certificate authorities, a scheduler's its kubeconfig.
    documents(reading.files).stream()
        .flatMap(document -> FileFlags.named(component, document).stream())
        .forEach(reading::add);
    return new Result(reading.files, reading.found);
  }

  /** The configuration files among the files of a component. */
  static List<ReferencedFile.Document> documents(List<ReferencedFile> files) {
    return files.stream()
        .flatMap(
            file ->
                file instanceof ReferencedFile.Directory directory
                    ? directory.documents().stream()
                    : Stream.of(file))
        .filter(ReferencedFile.Document.class::isInstance)
        .map(ReferencedFile.Document.class::cast)
        .toList();
  }

  /** One component's files. */
  private final class Reading {
    private final List<ReferencedFile> files = new ArrayList<>();
    private final Map<String, HostFile> found = new HashMap<>();

    void add(NamedFile named) {
      Location location = locator.locate(named.path());
      files.add(
          location instanceof Location.OnHost place
              ? file(named, place)
              : new ReferencedFile.Unreadable(named.path(), ((Location.Unknown) location).why()));
    }

    private ReferencedFile file(NamedFile named, Location.OnHost place) {
      if (named.role() instanceof Role.DropIns) {
        return dropIns(named.path(), place);
      }
      Lookup<HostFile> file = attributes.attributes(place.path(), place.directory());
      file.found().ifPresent(there -> found.put(named.path(), there));
      return named.role() instanceof Role.Content content
          ? content(named.path(), place, content.reader())
          : directory(named.path(), file);
    }
  }

  private static ReferencedFile directory(String path, Lookup<HostFile> directory) {
    if (directory instanceof Lookup.Found<HostFile> found) {
      return new ReferencedFile.Present(path, found.value().path(), List.of());
    }
    if (directory instanceof Lookup.Absent<HostFile> absent) {
      return new ReferencedFile.Absent(path, absent.path());
    }
    if (directory instanceof Lookup.OutOfScope<HostFile> outside) {
      return new ReferencedFile.OutOfScope(path, outside.path());
    }
    Lookup.Refused<HostFile> refused = (Lookup.Refused<HostFile>) directory;
    return new ReferencedFile.Unreadable(path, refused.path() + " " + refused.why());
  }

  /** Parses a file's text: given the path that the flag names, and where it was found. */
  private ReferencedFile content(String path, Location.OnHost place, Reader reader) {
    FileContent content = host.read(place.path(), place.directory(), MAX_BYTES);
    if (content instanceof FileContent.Absent absent) {
      return new ReferencedFile.Absent(path, absent.path());
    }
    if (content instanceof FileContent.OutOfScope outside) {
      return new ReferencedFile.OutOfScope(path, outside.path());
    }
    if (content instanceof FileContent.Refused refused) {
      return new ReferencedFile.Unreadable(path, refused.path() + " " + refused.why());
    }
    FileContent.Text text = (FileContent.Text) content;
    ReferencedFile parsed = reader.read(path, text);
    // Who may read it, and which authorities it names, is asked of the file as it is now.
    boolean ofNow = parsed instanceof ReferencedFile.Present;
    return ofNow || !text.times().mayHaveNewContentSince(started)
        ? parsed
        : new ReferencedFile.Unreadable(
            path,
            "was changed after the process started; what it started with stays in force until a"
                + " restart");
  }

  private ReferencedFile dropIns(String path, Location.OnHost place) {
    Lookup<List<String>> files = new DropInDirectory(host).files(place.path());
    if (files instanceof Lookup.OutOfScope<List<String>> outside) {
      return new ReferencedFile.OutOfScope(path, outside.path());
    }
    if (files instanceof Lookup.Refused<List<String>> refused) {
      return new ReferencedFile.Unreadable(path, refused.path() + " " + refused.why());
    }
    List<ReferencedFile> documents =
        files.found().orElse(List.of()).stream()
            .map(file -> new Location.OnHost(place.directory(), file))
            .map(file -> content(file.path(), file, ConfigSchema.KUBELET::parse))
            .toList();
    return new ReferencedFile.Directory(path, place.path(), documents);
  }
}
