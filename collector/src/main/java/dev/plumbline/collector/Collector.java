package dev.plumbline.collector;

import dev.plumbline.collector.argument.ArgumentFileReader;
import dev.plumbline.collector.host.Accounts;
import dev.plumbline.collector.host.FileSets;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.manifest.Manifests;
import dev.plumbline.collector.process.Processes;
import dev.plumbline.collector.reference.ServingCertificates;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads a node into Evidence. */
public final class Collector {

  private final Deadline deadline;

  /**
   * @param deadline how long one collection may take
   */
  public Collector(Duration deadline) {
    this.deadline = new Deadline(deadline);
  }

  /**
   * Reads a node.
   *
   * @param hostRoot the directory that the node's {@code /etc} and {@code /proc} lie in; {@code /}
   *     on the node itself
   */
  public Evidence collectHost(Path hostRoot) {
    return collectHost(hostRoot, List.of("/"));
  }

  /**
   * Reads a node of which only some directories are there to be read.
   *
   * @param directories absolute paths on the node, of files too; what lies elsewhere is out of
   *     scope
   */
  public Evidence collectHost(Path hostRoot, List<String> directories) {
    return collectHost(hostRoot, directories, List.of(), Map.of());
  }

  /**
   * Reads a node of which the kubelet did not find everything that was to be mounted.
   *
   * @param missing absolute paths of directories and files that it did not find
   * @param elsewhere directories by the place that the node has them at, if that is another
   */
  Evidence collectHost(
      Path hostRoot,
      List<String> directories,
      List<String> missing,
      Map<String, String> elsewhere) {
    List<String> normalized = normalized(directories);
    Scope unread = new Scope(Scope.Origin.NODE, Visibility.NOT_OBSERVED, normalized);
    return deadline.read(
        hostRoot.toString(),
        unread,
        () -> host(new HostFileSystem(hostRoot, normalized, missing, elsewhere), normalized));
  }

  /**
   * Which certificates the node's kubelet may serve with, by their SHA-256; none when they can't be
   * read within the limit. They are no part of the evidence, which nodes have in common.
   *
   * @param evidence of the same node
   */
  List<String> kubeletCertificates(
      Path hostRoot, List<String> directories, Map<String, String> elsewhere, Evidence evidence) {
    HostFileSystem host =
        new HostFileSystem(hostRoot, normalized(directories), List.of(), elsewhere);
    return deadline.within(
        () -> ServingCertificates.read(host, evidence.components()), why -> List.of());
  }

  private static List<String> normalized(List<String> directories) {
    return directories.stream().map(d -> Path.of("/").resolve(d).normalize().toString()).toList();
  }

  private static Evidence host(HostFileSystem host, List<String> directories) {
    Accounts accounts = new Accounts(host);
    HostFiles files = new HostFiles(host, accounts);
    Processes processes = new Processes(host, files, accounts);
    processes.find();
    Manifests manifests = new Manifests(host, files);
    manifests.read(processes.moved());
    ArgumentFileReader.Reading arguments = new ArgumentFileReader(host, files).atStart();
    processes.read(manifests.contexts());
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        new Scope(Scope.Origin.NODE, processes.visibility(), directories),
        concat(manifests.components(), arguments.components(), processes.components()),
        new FileSets(host, files).read(processes.moved()),
        concat(manifests.problems(), arguments.problems(), processes.problems()),
        processes.ignored(),
        List.of());
  }

  private static <T> List<T> concat(List<T> first, List<T> second, List<T> third) {
    return Stream.of(first, second, third).flatMap(List::stream).toList();
  }
}
