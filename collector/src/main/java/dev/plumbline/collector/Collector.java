package dev.plumbline.collector;

import dev.plumbline.collector.repository.RepositoryFile;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Place;
import dev.plumbline.evidence.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Reads a node, or files of a repository, into Evidence. */
public final class Collector {

  private final Duration deadline;

  /**
   * @param deadline how long one collection may take before it ends with a {@link Problem}: a file
   *     may become a FIFO between the look at it and its opening, and then never end
   */
  public Collector(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * Reads a node.
   *
   * @param hostRoot the folder that the node's {@code /etc} and {@code /proc} lie in; {@code /} on
   *     the node itself
   */
  public Evidence collectHost(Path hostRoot) {
    return within(hostRoot.toString(), () -> host(new HostRoot(hostRoot)));
  }

  /**
   * Reads a file of a repository. Files that it refers to lie on a node and are not looked for.
   *
   * @param name what to call it in places
   */
  public Evidence collectFile(Path file, String name) {
    return within(name, () -> file(file, name));
  }

  /** Reads what a repository's file holds. */
  public Evidence collectText(String name, String text) {
    return within(name, () -> RepositoryFile.read(name, text));
  }

  private static Evidence host(HostRoot host) {
    HostFiles files = new HostFiles(host);
    Manifests manifests = new Manifests(host, files);
    manifests.readFolders();
    Processes processes = new Processes(host, files, manifests.surroundings());
    processes.read();
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        concat(manifests.components(), processes.components()),
        files.sets(),
        concat(manifests.problems(), processes.problems()),
        processes.ignored(),
        processes.visibility(),
        Evidence.Origin.NODE);
  }

  private static Evidence file(Path file, String name) {
    Path absolute = file.toAbsolutePath().normalize();
    FileContent content =
        new HostRoot(Path.of("/")).read(absolute.toString(), "/", Manifests.MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      return RepositoryFile.read(name, text.text());
    }
    String why =
        content instanceof FileContent.Refused refused
            ? refused.why()
            : "leads to nothing that can be seen";
    return RepositoryFile.unreadable(name, 1, why);
  }

  private Evidence within(String what, Callable<Evidence> collection) {
    FutureTask<Evidence> task = new FutureTask<>(collection);
    Thread thread = new Thread(task, "collector");
    // An open() that hangs can't be interrupted: it must not keep the JVM alive.
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return failed(what, "could not be read within " + deadline.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StackOverflowError || e.getCause() instanceof OutOfMemoryError) {
        return failed(what, "holds something too large to read");
      }
      throw new IllegalStateException("collecting evidence failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(what, "reading was interrupted");
    }
  }

  private static Evidence failed(String what, String why) {
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        List.of(),
        List.of(),
        List.of(new Problem("", Place.line(what, 1), why)),
        List.of(),
        Evidence.ProcessVisibility.NOT_SEEN,
        Evidence.Origin.NODE);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return new ArrayList<>(Stream.concat(first.stream(), second.stream()).toList());
  }
}
