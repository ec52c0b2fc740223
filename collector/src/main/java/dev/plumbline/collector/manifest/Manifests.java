package dev.plumbline.collector.manifest;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.collector.reference.FilesOfNode;
import dev.plumbline.collector.reference.FilesOfRepository;
import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The components in a node's static-pod manifests. */
public final class Manifests {

  /** A manifest of kubeadm's has 4 KiB; what etcd would take as an object, 1.5 MiB. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_FILES = 200;

  private final HostFileSystem host;
  private final HostFiles attributes;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, ProcessContext> contexts = new HashMap<>();

  public Manifests(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  public List<Component> components() {
    return components;
  }

  public List<Problem> problems() {
    return problems;
  }

  /** What is around each component found, by its name. */
  public Map<String, ProcessContext> contexts() {
    return contexts;
  }

  /**
   * Reads the directories of static pods as the kubelet does: neither what starts with a dot, nor
   * what is below.
   *
   * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/">static
   *     pods</a>
   * @param moved directories that the node's kubelet has elsewhere, and reads nowhere else
   */
  public void read(MovedDirectories moved) {
    Distributions.staticPods().stream()
        .map(directory -> moved.placeOf(directory).orElse(directory))
        .forEach(this::readDirectory);
  }

  /**
   * One that the evidence's scope doesn't cover needs no problem: a reader of the evidence has the
   * scope. A link in it that leads out of the scope is known to nobody else.
   */
  private void readDirectory(String directory) {
    Lookup<List<String>> names = host.list(directory, MAX_FILES);
    if (names instanceof Lookup.Refused<List<String>> refused) {
      problem(directory, via(directory, refused.path()) + refused.why());
    } else if (names instanceof Lookup.OutOfScope<List<String>> outside
        && !outside.path().equals(directory)) {
      problem(directory, via(directory, outside.path()) + ReferencedFile.OutOfScope.WHY);
    }
    for (String name : names.found().orElse(List.of())) {
      String path = directory + "/" + name;
      if (!name.startsWith(".") && !host.isDirectory(path)) {
        read(path);
      }
    }
  }

  private void read(String file) {
    FileContent content = host.read(file, "/", MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      parse(file, text.text(), via(file, text.path()));
    } else if (content instanceof FileContent.Refused refused) {
      problem(file, via(file, refused.path()) + refused.why());
    } else if (content instanceof FileContent.OutOfScope outside) {
      problem(file, via(file, outside.path()) + ReferencedFile.OutOfScope.WHY);
    } else {
      problem(file, "is a link that leads to nothing");
    }
  }

  private void problem(String file, String why) {
    problems.add(new Problem("", SourceLocation.line(file, 1), why));
  }

  /** Names the file that a link leads to, for whoever has to fix it. */
  private static String via(String path, String found) {
    return found.equals(path) ? "" : "leads to " + found + ", which ";
  }

  private void parse(String file, String text, String via) {
    try {
      PodComponents found =
          new PodReader(file, text, this::files)
              .read(StaticPod.containers(file, Document.parse(text)));
      found.components().forEach(component -> components.add(withManifest(file, component)));
      found.contexts().forEach(contexts::putIfAbsent);
      problems.addAll(found.problems());
    } catch (InvalidDocumentException e) {
      problems.add(new Problem("", SourceLocation.line(file, e.line()), via + e.why()));
    }
  }

  private ReferencedFiles files(Container container) {
    return FilesOfNode.atStart(host, attributes, container.mounts(), container.workingDirectory());
  }

  /** Without its attributes, the engine reports that they could not be determined. */
  private Component withManifest(String file, Component component) {
    Map<String, HostFile> all = new HashMap<>(component.attributes());
    attributes.attributes(file, "/").found().ifPresent(found -> all.put(file, found));
    return component.withAttributes(all);
  }

  /**
   * Reads a Pod of a repository. Files that it names lie on a node and are not looked for.
   *
   * @param text the whole file, for the lines of a patch
   * @throws InvalidDocumentException when the kubelet would refuse it
   */
  public static PodComponents ofRepository(String file, String text, Tree pod)
      throws InvalidDocumentException {
    return new PodReader(
            file,
            text,
            container -> new FilesOfRepository(container.mounts(), container.workingDirectory()))
        .read(StaticPod.containers(file, pod));
  }
}
