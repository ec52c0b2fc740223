package dev.plumbline.collector;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Place;
import dev.plumbline.evidence.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The components in static-pod manifests. */
final class Manifests {

  /**
   * Where kubeadm's kubelet reads its static pods from.
   *
   * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/">static
   *     pods</a>
   */
  static final String FOLDER = "/etc/kubernetes/manifests";

  /** A manifest of kubeadm's has 4 KiB; what etcd would take as an object, 1.5 MiB. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_FILES = 200;

  private final HostRoot host;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<VolumeMounts> mounts = new ArrayList<>();

  Manifests(HostRoot host) {
    this.host = host;
  }

  List<Component> components() {
    return components;
  }

  List<Problem> problems() {
    return problems;
  }

  /** The mounts of the components found, the first one's first. */
  List<VolumeMounts> mounts() {
    return mounts;
  }

  /** Reads the folder as the kubelet does: not what starts with a dot, and no folder below it. */
  void readFolder() {
    try {
      for (String name : host.list(FOLDER, MAX_FILES)) {
        String path = FOLDER + "/" + name;
        if (!name.startsWith(".") && !host.isDirectory(path)) {
          read(host, path, path);
        }
      }
    } catch (HostRoot.Refusal e) {
      problems.add(new Problem("", Place.line(FOLDER, 1), e.why()));
    }
  }

  /**
   * Reads one manifest.
   *
   * @param in the root that it lies in
   * @param path its path there
   * @param file what to call it in places
   */
  void read(HostRoot in, String path, String file) {
    FileContent content = in.read(path, "/", MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      parse(file, text.text(), via(path, text.path()));
    } else if (content instanceof FileContent.Refused refused) {
      problems.add(new Problem("", Place.line(file, 1), via(path, refused.path()) + refused.why()));
    } else {
      problems.add(new Problem("", Place.line(file, 1), "leads to nothing that can be seen"));
    }
  }

  /** Names the file that a link leads to, for whoever has to mend it. */
  private static String via(String path, String found) {
    return found.equals(path) ? "" : "leads to " + found + ", which ";
  }

  private void parse(String file, String text, String via) {
    try {
      for (Container container : StaticPod.containers(file, text)) {
        for (String name : Collector.COMPONENTS) {
          add(name, file, text, container);
        }
      }
    } catch (DocumentRefused e) {
      problems.add(new Problem("", Place.line(file, e.line()), via + e.why()));
    }
  }

  private void add(String name, String file, String text, Container container) {
    Program program = new CommandLine(name, container).resolve();
    if (program instanceof Program.Unclear unclear) {
      problems.add(new Problem(name, Place.line(file, unclear.line()), unclear.why()));
    } else if (program instanceof Program.Found found) {
      List<Argument> written =
          Stream.concat(container.command().stream(), container.args().stream()).toList();
      mounts.add(container.mounts());
      components.add(
          new Component(
              name,
              Component.Source.MANIFEST,
              found.program().place(),
              container.image(),
              found.arguments(),
              ReferencedFiles.atStart(host, container.mounts(), container.workingDir())
                  .of(found.arguments()),
              ManifestExcerpt.ofArguments(file, text, written)));
    }
  }
}
