package dev.plumbline.collector;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.ReferencedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A node's files, made for a test, and the evidence of them. */
public record NodeFixture(Path root) {

  public NodeFixture file(String path, String content) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.writeString(at(path), content);
    return this;
  }

  public NodeFixture directory(String path) throws IOException {
    Files.createDirectories(at(path));
    return this;
  }

  public NodeFixture link(String path, String target) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.createSymbolicLink(at(path), Path.of(target));
    return this;
  }

  /** A process as {@code /proc} shows it. */
  public NodeFixture process(int pid, String uid, String cgroup, String... argv)
      throws IOException {
    file("/proc/" + pid + "/cmdline", String.join("\0", argv) + "\0");
    file("/proc/" + pid + "/status", "Name:\tx\nUid:\t%1$s\t%1$s\t%1$s\t%1$s\n".formatted(uid));
    return file("/proc/" + pid + "/cgroup", cgroup + "\n");
  }

  /** A static pod with one container. */
  public NodeFixture staticPod(String name, String container) throws IOException {
    return file(
        "/etc/kubernetes/manifests/" + name + ".yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec:\n  containers:\n  - %s"
            .formatted(name, container.indent(4).strip() + "\n"));
  }

  /** Sets when a process was started, to the second. */
  public NodeFixture started(int pid, Instant start) throws IOException {
    file("/proc/stat", "cpu 1 2 3\nbtime " + (start.getEpochSecond() - 100) + "\n");
    return file("/proc/" + pid + "/stat", pid + " (a) b) S " + "0 ".repeat(18) + "10000 0 0\n");
  }

  public NodeFixture modified(String path, Instant time) throws IOException {
    Files.setLastModifiedTime(at(path), FileTime.from(time));
    return this;
  }

  public Path at(String path) {
    return root.resolve(path.substring(1));
  }

  public Evidence evidence(String... directories) {
    return new Collector(Duration.ofSeconds(20))
        .collectHost(root, directories.length == 0 ? List.of("/") : List.of(directories));
  }

  /** The only component of that name. */
  public static Component component(Evidence evidence, String name) {
    List<Component> found =
        evidence.components().stream().filter(c -> c.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError("not one " + name + " but " + evidence);
    }
    return found.get(0);
  }

  /** The only file that a component names by that path. */
  public static ReferencedFile file(Component component, String path) {
    List<ReferencedFile> found =
        component.files().stream().filter(file -> file.path().equals(path)).toList();
    if (found.size() != 1) {
      throw new AssertionError("not one " + path + " but " + component.files());
    }
    return found.get(0);
  }

  public static FileSet fileSet(Evidence evidence, String name) {
    return evidence.fileSets().stream()
        .filter(set -> set.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
