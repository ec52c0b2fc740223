package dev.plumbline.report.bundle;

import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.NotEvaluated;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a bundle is of: the entry {@code index.json}. Every value in it is as the API server has it,
 * or is refused.
 *
 * @param kind {@link #KIND}
 * @param version {@link #VERSION} of what wrote it
 * @param exportedBy the program that wrote it
 * @param scan whose evidence it is
 * @param run the run that the nodes were read for
 * @param cluster what was scanned
 * @param benchmarks those that there was a report on, in the scan's order
 * @param selected how many nodes the scan selected
 * @param nodes those whose evidence is in the bundle
 * @param apiServers the API servers that are on no node, likewise; they are not among the selected
 * @param notEvaluated those whose evidence is not, by the reason
 * @param inputs what was evaluated beside the evidence of nodes
 */
public record BundleIndex(
    String kind,
    int version,
    Exporter exportedBy,
    Scan scan,
    Run run,
    Cluster cluster,
    List<String> benchmarks,
    int selected,
    List<Node> nodes,
    List<ApiServer> apiServers,
    List<Group> notEvaluated,
    Inputs inputs) {

  public static final String KIND = "EvidenceBundle";

  /** Raised when a reader of the previous version would misread a bundle. */
  public static final int VERSION = 2;

  /** Without {@code inputs} and {@code apiServers}: it has evidence of nodes alone. */
  static final int VERSION_OF_NODES = 1;

  /** Of nodes alone. */
  public BundleIndex(
      String kind,
      int version,
      Exporter exportedBy,
      Scan scan,
      Run run,
      Cluster cluster,
      List<String> benchmarks,
      int selected,
      List<Node> nodes,
      List<Group> notEvaluated) {
    this(
        kind,
        version,
        exportedBy,
        scan,
        run,
        cluster,
        benchmarks,
        selected,
        nodes,
        List.of(),
        notEvaluated,
        Inputs.OF_NODES_ALONE);
  }

  public BundleIndex {
    benchmarks = List.copyOf(benchmarks);
    nodes = List.copyOf(nodes);
    apiServers = List.copyOf(apiServers);
    notEvaluated = List.copyOf(notEvaluated);
    benchmarks.forEach(benchmark -> IndexValue.name("benchmarks", benchmark));
    Set<String> names = new HashSet<>();
    Stream.concat(nodes.stream().map(Node::name), apiServers.stream().map(ApiServer::address))
        .forEach(name -> IndexValue.require(names.add(name), "has the node " + name + " twice"));
    long others = notEvaluated.stream().mapToLong(Group::count).sum();
    IndexValue.require(
        nodes.size() + others == selected,
        "has " + (nodes.size() + others) + " nodes of " + selected + " that were selected");
  }

  /**
   * What has evidence, a node or an API server that is on none.
   *
   * @param name the node's; of an API server its address
   * @param kubelet empty for an API server, and for a node that reports none
   */
  public record Source(String name, String kubelet, String digest, String time) {}

  /** Everything that has evidence, nodes first. */
  public List<Source> sources() {
    return Stream.concat(
            nodes.stream()
                .map(node -> new Source(node.name(), node.kubelet(), node.digest(), node.time())),
            apiServers.stream()
                .map(server -> new Source(server.address(), "", server.digest(), server.time())))
        .toList();
  }

  /**
   * The program that wrote a bundle.
   *
   * @param product its name and version
   * @param catalogue the digest of the controls and benchmarks that it carries
   */
  public record Exporter(String product, String catalogue) {
    public Exporter {
      IndexValue.text("exportedBy.product", product);
      IndexValue.text("exportedBy.catalogue", catalogue);
    }
  }

  /**
   * What was evaluated beside the evidence of nodes, by the SHA-256 in lower-case hex.
   *
   * @param clusterObjects what controls read of the cluster's objects; empty when it is not here
   * @param missing why something is not here, a sentence; empty when nothing is missing
   * @param benchmarks the ComplianceBenchmarks that there was a report on
   */
  public record Inputs(String clusterObjects, String missing, List<String> benchmarks) {

    static final Inputs OF_NODES_ALONE =
        new Inputs(
            "",
            "It has evidence of nodes alone: an earlier version of Plumbline has exported it.",
            List.of());

    public Inputs {
      benchmarks = List.copyOf(benchmarks);
      IndexValue.text("inputs.missing", missing);
      if (!clusterObjects.isEmpty()) {
        IndexValue.digest("inputs.clusterObjects", clusterObjects);
      }
      IndexValue.require(
          benchmarks.size() <= ComplianceScanSpec.MAX_BENCHMARKS,
          "has more definitions of benchmarks than a scan has benchmarks");
      benchmarks.forEach(digest -> IndexValue.digest("inputs.benchmarks", digest));
    }
  }

  /** The ComplianceScan. */
  public record Scan(String name, String uid) {
    public Scan {
      IndexValue.name("scan.name", name);
      IndexValue.text("scan.uid", uid);
    }
  }

  /**
   * A run that has ended.
   *
   * @param startTime in RFC 3339, like {@code completionTime}
   * @param rulesDigest what the operator evaluated by: a digest of its code, catalogue, benchmarks,
   *     waivers and attestations
   */
  public record Run(String id, String startTime, String completionTime, String rulesDigest) {
    public Run {
      IndexValue.text("run.id", id);
      IndexValue.time("run.startTime", startTime);
      IndexValue.time("run.completionTime", completionTime);
      IndexValue.text("run.rulesDigest", rulesDigest);
    }
  }

  /**
   * The cluster, as it was when the bundle was written.
   *
   * @param version what the API server reports, such as {@code v1.36.3}
   * @param distributions every one that it may be
   */
  public record Cluster(String version, List<String> distributions) {
    public Cluster {
      IndexValue.text("cluster.version", version);
      distributions = List.copyOf(distributions);
      distributions.forEach(one -> IndexValue.text("cluster.distributions", one));
    }
  }

  /**
   * A node, and which evidence is its.
   *
   * @param kubelet the version that its kubelet reports; empty when it reports none
   * @param digest SHA-256 of the evidence, in lower-case hex
   * @param time when it was collected, in RFC 3339
   */
  public record Node(String name, String uid, String kubelet, String digest, String time) {
    public Node {
      IndexValue.name("nodes", name);
      IndexValue.text("the UID of " + name, uid);
      IndexValue.text("the kubelet of " + name, kubelet);
      IndexValue.digest("the digest of " + name, digest);
      IndexValue.time("the time of " + name, time);
    }
  }

  /**
   * An API server that is on no node, and which evidence is its.
   *
   * @param address an IP address and a port, as a URL has them
   * @param digest SHA-256 of the evidence, in lower-case hex
   * @param time when it was collected, in RFC 3339
   */
  public record ApiServer(String address, String digest, String time) {
    public ApiServer {
      IndexValue.address("apiServers", address);
      IndexValue.digest("the digest of " + address, digest);
      IndexValue.time("the time of " + address, time);
    }
  }

  /**
   * Nodes without evidence.
   *
   * @param count how many; more than are named where nothing but the number is known
   */
  public record Group(NotEvaluated.Reason reason, int count, List<Unread> nodes) {
    public Group {
      nodes = List.copyOf(nodes);
      IndexValue.require(
          count > 0 && nodes.size() <= count, "counts " + count + " nodes as " + reason);
    }
  }

  /**
   * A node without evidence.
   *
   * @param uid empty where the report names the node only
   * @param message a sentence
   */
  public record Unread(String name, String uid, String message) {
    public Unread {
      IndexValue.name("notEvaluated", name);
      IndexValue.text("the UID of " + name, uid);
      IndexValue.text("the message on " + name, message);
    }
  }
}
