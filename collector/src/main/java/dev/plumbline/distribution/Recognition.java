package dev.plumbline.distribution;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a distribution is recognised. Any one of these is enough; one that is listed first outweighs
 * those behind it.
 *
 * @param versionMarks what it leaves in the version of its API server and kubelets, e.g. {@code
 *     +rke2}, in lower case
 * @param nodeLabels what it puts on its nodes: {@code key}, or {@code key=value}
 * @param osImages how the operating system's name in a node's status begins, e.g. {@code Talos (}
 * @param files files and directories that only its nodes have
 */
public record Recognition(
    List<String> versionMarks, List<String> nodeLabels, List<String> osImages, List<String> files) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public Recognition {
    versionMarks = versionMarks == null ? List.of() : List.copyOf(versionMarks);
    nodeLabels = nodeLabels == null ? List.of() : List.copyOf(nodeLabels);
    osImages = osImages == null ? List.of() : List.copyOf(osImages);
    files = files == null ? List.of() : List.copyOf(files);
  }

  static Recognition none() {
    return new Recognition(List.of(), List.of(), List.of(), List.of());
  }

  /**
   * What is known of a node.
   *
   * @param version of its kubelet or API server, e.g. {@code v1.33.1+k3s1}; empty when unknown
   * @param labels of the Node object
   * @param osImage as the node reports it, e.g. {@code Ubuntu 24.04.1 LTS}; empty when unknown
   * @param files paths that it has of those that distributions are recognised by
   */
  public record Node(
      String version, Map<String, String> labels, String osImage, Set<String> files) {
    public Node {
      labels = Map.copyOf(labels);
      files = Set.copyOf(files);
    }

    public static Node ofVersion(String version) {
      return new Node(version, Map.of(), "", Set.of());
    }

    /** What a node's own files show, where no API server is asked. */
    public static Node of(Evidence evidence) {
      return ofFiles(
          evidence.fileSets().stream()
              .filter(set -> set.name().equals(FileSet.DISTRIBUTION))
              .flatMap(set -> set.files().stream()));
    }

    /**
     * What a set of files shows.
     *
     * @param marks those of the paths that distributions are recognised by which are there
     */
    public static Node ofFiles(Stream<HostFile> marks) {
      return new Node("", Map.of(), "", marks.map(HostFile::path).collect(Collectors.toSet()));
    }

    /** The same node, whose kubelet or API server is of a version. */
    public Node withVersion(String known) {
      return new Node(known, labels, osImage, files);
    }
  }

  /** What a node is recognised by, the strongest first. */
  enum Strength {
    VERSION,
    LABEL,
    OS_IMAGE,
    FILE
  }

  /** By what a node is recognised, for people; empty when it isn't, with this strength. */
  Optional<String> basis(Strength strength, Node node) {
    return switch (strength) {
      case VERSION ->
          versionMarks.stream()
              .filter(node.version().toLowerCase(Locale.ROOT)::contains)
              .findFirst()
              .map(mark -> "the version " + node.version());
      case LABEL ->
          nodeLabels.stream()
              .filter(label -> hasLabel(node, label))
              .findFirst()
              .map(label -> "the node label " + label);
      case OS_IMAGE ->
          osImages.stream()
              .filter(node.osImage()::startsWith)
              .findFirst()
              .map(start -> "the operating system " + node.osImage());
      case FILE -> files.stream().filter(node.files()::contains).findFirst();
    };
  }

  private static boolean hasLabel(Node node, String label) {
    int equals = label.indexOf('=');
    return equals < 0
        ? node.labels().containsKey(label)
        : label.substring(equals + 1).equals(node.labels().get(label.substring(0, equals)));
  }
}
