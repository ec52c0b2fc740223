package dev.plumbline.report.signature;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.plumbline.report.signature.Statement.Digest;
import dev.plumbline.report.signature.Statement.Subject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The evidence of a run, as digests whose size does not depend on the number of nodes. */
public final class EvidenceList {

  /** The name of the one subject, where the digests of all evidence have no room. */
  public static final String NAME = "evidence-list";

  /** The name of the subject that is the evidence of the cluster's objects. */
  static final String CLUSTER = "cluster-objects";

  private final List<NodeEvidence> nodes;

  /** The first node that has it, by the digest of the evidence. */
  private final Map<String, String> distinct = new TreeMap<>();

  private EvidenceList(Collection<NodeEvidence> nodes) {
    this.nodes = nodes.stream().sorted(Comparator.comparing(NodeEvidence::node)).toList();
    this.nodes.forEach(node -> distinct.putIfAbsent(node.digest(), node.node()));
  }

  public static EvidenceList of(Collection<NodeEvidence> nodes) {
    return new EvidenceList(nodes);
  }

  /**
   * What a statement says of all evidence.
   *
   * @param count how many distinct ones there are
   * @param digest of their digests: a line for each, sorted
   * @param nodes how many nodes have evidence
   * @param nodesDigest of which node has which: a line for each node, sorted by name, with the
   *     node's name, the version of its kubelet and the digest, with a space between them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Digests(int count, Digest digest, int nodes, Digest nodesDigest) {}

  public Digests digests() {
    return new Digests(
        distinct.size(),
        listed(),
        nodes.size(),
        new Digest(
            Canonical.sha256(
                nodes.stream()
                    .map(node -> node.node() + " " + node.kubelet() + " " + node.digest() + "\n")
                    .collect(Collectors.joining()))));
  }

  /** Each distinct evidence, named by the first node that has it. */
  List<Subject> subjects() {
    return distinct.entrySet().stream()
        .map(one -> new Subject(one.getValue(), new Digest(one.getKey())))
        .toList();
  }

  /** One subject for all. */
  List<Subject> list() {
    return List.of(new Subject(NAME, listed()));
  }

  /** Subjects, and the objects of the cluster. */
  static List<Subject> with(List<Subject> ofNodes, @Nullable Digest cluster) {
    return Stream.concat(
            ofNodes.stream(),
            Stream.ofNullable(cluster).map(digest -> new Subject(CLUSTER, digest)))
        .toList();
  }

  private Digest listed() {
    return new Digest(
        Canonical.sha256(
            distinct.keySet().stream().map(digest -> digest + "\n").collect(Collectors.joining())));
  }
}
