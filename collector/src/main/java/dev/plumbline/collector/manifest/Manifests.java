package dev.plumbline.collector.manifest;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The components in static-pod manifests. */
public final class Manifests {

  /**
   * Where kubelets read their static pods from: kubeadm's, RKE2's and k3s's.
   *
   * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/">static
   *     pods</a>
   */
  private static final List<String> FOLDERS =
      List.of(
          "/etc/kubernetes/manifests",
          "/var/lib/rancher/rke2/agent/pod-manifests",
          "/var/lib/rancher/k3s/agent/pod-manifests");

  /** A manifest of kubeadm's has 4 KiB; what etcd would take as an object, 1.5 MiB. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_FILES = 200;

  private final HostFileSystem host;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, ProcessContext> surroundings = new HashMap<>();
  private final HostFiles attributes;
  private final Scope.Origin origin;

  public Manifests(HostFileSystem host, HostFiles attributes) {
    this(host, attributes, Scope.Origin.NODE);
  }

  private Manifests(HostFileSystem host, HostFiles attributes, Scope.Origin origin) {
    this.host = host;
    this.attributes = attributes;
    this.origin = origin;
  }

  public List<Component> components() {
    return components;
  }

  public List<Problem> problems() {
    return problems;
  }

  /** What surrounds each component found, by its name. */
  public Map<String, ProcessContext> surroundings() {
    return surroundings;
  }

  /** Reads the folders as the kubelet does: not what starts with a dot, and no folder below. */
  public void readFolders() {
    FOLDERS.forEach(this::readFolder);
  }

  private void readFolder(String folder) {
    try {
      for (String name : host.list(folder, MAX_FILES)) {
        String path = folder + "/" + name;
        if (!name.startsWith(".") && !host.isDirectory(path)) {
          read(path);
        }
      }
    } catch (HostFileSystem.UnreadablePathException e) {
      problems.add(new Problem("", SourceLocation.line(folder, 1), e.why()));
    }
  }

  /**
   * Reads one manifest.
   *
   * @param file its path on the node
   */
  private void read(String file) {
    FileContent content = host.read(file, "/", MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      parse(file, text.text(), via(file, text.path()));
    } else if (content instanceof FileContent.Refused refused) {
      problems.add(
          new Problem("", SourceLocation.line(file, 1), via(file, refused.path()) + refused.why()));
    } else {
      problems.add(
          new Problem("", SourceLocation.line(file, 1), "leads to nothing that can be seen"));
    }
  }

  /** Names the file that a link leads to, for whoever has to mend it. */
  private static String via(String path, String found) {
    return found.equals(path) ? "" : "leads to " + found + ", which ";
  }

  private void parse(String file, String text, String via) {
    try {
      add(file, text, Document.parse(text));
    } catch (InvalidDocumentException e) {
      problems.add(new Problem("", SourceLocation.line(file, e.line()), via + e.why()));
    }
  }

  private void add(String file, String text, Tree document) throws InvalidDocumentException {
    for (Container container : StaticPod.containers(file, document)) {
      for (String name : Component.NAMES) {
        add(name, file, text, container);
      }
    }
  }

  /**
   * What one document tells.
   *
   * @param problems components whose arguments can't be told from it
   */
  public record Told(List<Component> components, List<Problem> problems) {
    public Told {
      components = List.copyOf(components);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a Pod of a repository. Files that it names lie on a node and are not looked for.
   *
   * @param text the whole file, for the lines of a patch
   * @throws InvalidDocumentException when the kubelet would refuse it
   */
  public static Told ofRepository(String file, String text, Tree pod)
      throws InvalidDocumentException {
    HostFileSystem nothing = new HostFileSystem(Path.of("/nonexistent"));
    Manifests manifests = new Manifests(nothing, new HostFiles(nothing), Scope.Origin.REPOSITORY);
    manifests.add(file, text, pod);
    return new Told(manifests.components, manifests.problems);
  }

  private void add(String name, String file, String text, Container container) {
    Program program = new CommandLine(name, container).resolve();
    if (program instanceof Program.Unclear unclear) {
      problems.add(new Problem(name, SourceLocation.line(file, unclear.line()), unclear.why()));
    } else if (program instanceof Program.Found found) {
      List<Argument> written =
          Stream.concat(container.command().stream(), container.args().stream()).toList();
      ProcessContext seen = surroundings(name, container, found.program().place());
      surroundings.putIfAbsent(name, seen);
      ReferencedFiles named =
          origin == Scope.Origin.REPOSITORY
              ? ReferencedFiles.elsewhere(seen.mounts(), container.workingDir())
              : ReferencedFiles.atStart(host, attributes, seen.mounts(), container.workingDir());
      ReferencedFiles files = named.read(name, found.arguments(), seen.environment());
      components.add(
          new Component(
              name,
              Component.Source.MANIFEST,
              found.program().place(),
              container.image(),
              found.arguments(),
              seen.environment(),
              seen.visibility(),
              withManifest(file, files.attributes()),
              files.files(),
              ManifestExcerpt.ofArguments(file, text, written)));
    }
  }

  private static ProcessContext surroundings(
      String name, Container container, SourceLocation place) {
    return new ProcessContext(
        container.mounts(),
        name.equals("etcd") ? EtcdEnvironment.of(container.environment(), place) : List.of(),
        Visibility.OBSERVED);
  }

  private Map<String, HostFile> withManifest(String file, Map<String, HostFile> files) {
    Map<String, HostFile> all = new HashMap<>(files);
    try {
      attributes.attributes(file, "/").ifPresent(found -> all.put(file, found));
    } catch (HostFileSystem.UnreadablePathException e) {
      // The engine says that they couldn't be told.
      all.remove(file);
    }
    return all;
  }
}
