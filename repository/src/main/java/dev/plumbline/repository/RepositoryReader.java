package dev.plumbline.repository;

import dev.plumbline.collector.Deadline;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.manifest.Manifests;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Scope;
import java.nio.file.Path;
import java.time.Duration;

/** Reads files of a repository into Evidence. Files that they name lie on a node. */
public final class RepositoryReader {

  private final Deadline deadline;

  /**
   * @param deadline how long one file may take
   */
  public RepositoryReader(Duration deadline) {
    this.deadline = new Deadline(deadline);
  }

  /**
   * Reads a file.
   *
   * @param name what to call it in locations
   */
  public Evidence readFile(Path file, String name) {
    return deadline.read(name, Scope.repository(), () -> read(file, name));
  }

  /** Reads what a file holds. */
  public Evidence readText(String name, String text) {
    return deadline.read(name, Scope.repository(), () -> RepositoryFile.read(name, text));
  }

  private static Evidence read(Path file, String name) {
    Path absolute = file.toAbsolutePath().normalize();
    FileContent content =
        new HostFileSystem(Path.of("/")).read(absolute.toString(), "/", Manifests.MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      return RepositoryFile.read(name, text.text());
    }
    String why =
        content instanceof FileContent.Refused refused
            ? refused.why()
            : "leads to a file that does not exist";
    return RepositoryFile.unreadable(name, 1, why);
  }
}
