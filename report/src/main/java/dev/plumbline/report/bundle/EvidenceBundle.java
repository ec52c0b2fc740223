package dev.plumbline.report.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.NodesEvaluated;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.UnreadableNodes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The evidence of a scan's run.
 *
 * @param evidence each distinct evidence once, as the node pod wrote it, by its SHA-256 in lower
 *     case hex
 * @param inputs what the index names as such, likewise
 */
public record EvidenceBundle(
    BundleIndex index, SortedMap<String, String> evidence, SortedMap<String, String> inputs) {

  /**
   * The most that a bundle has, in bytes: some thousand nodes of which no two have the same
   * evidence.
   */
  public static final int MAX_BYTES = 256 * 1024 * 1024;

  /**
   * A bundle in which each node and API server has its evidence.
   *
   * @throws IllegalArgumentException otherwise, or when evidence is not what its digest says
   */
  public EvidenceBundle {
    evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    for (BundleIndex.Source source : index.sources()) {
      if (!evidence.containsKey(source.digest())) {
        throw new IllegalArgumentException(
            "lacks the evidence of " + source.name() + ", " + source.digest());
      }
    }
    var referred =
        index.sources().stream().map(BundleIndex.Source::digest).collect(Collectors.toSet());
    evidence.forEach(
        (digest, json) -> {
          if (!referred.contains(digest)) {
            throw new IllegalArgumentException("has evidence that no node refers to, " + digest);
          }
          requireDigest(digest, json);
          parsed(digest, json);
        });
    requireInputs(index.inputs(), inputs);
  }

  /** Of nodes alone. */
  public EvidenceBundle(BundleIndex index, SortedMap<String, String> evidence) {
    this(index, evidence, new TreeMap<>());
  }

  private static void requireDigest(String digest, String json) {
    if (!EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8)).equals(digest)) {
      throw new IllegalArgumentException(
          "has other bytes than were collected as evidence " + digest);
    }
  }

  private static void requireInputs(BundleIndex.Inputs named, Map<String, String> inputs) {
    Set<String> wanted = new TreeSet<>(named.benchmarks());
    if (!named.clusterObjects().isEmpty()) {
      wanted.add(named.clusterObjects());
    }
    for (String digest : wanted) {
      if (!inputs.containsKey(digest)) {
        throw new IllegalArgumentException("lacks the input " + digest + " that its index names");
      }
    }
    inputs.forEach(
        (digest, json) -> {
          if (!wanted.contains(digest)) {
            throw new IllegalArgumentException(
                "has an input that its index does not name, " + digest);
          }
          requireDigest(digest, json);
        });
    if (!named.clusterObjects().isEmpty()) {
      ClusterEvidence.read(Objects.requireNonNull(inputs.get(named.clusterObjects())));
    }
    named.benchmarks().forEach(digest -> definition(digest, inputs));
  }

  private static BenchmarkDefinition definition(String digest, Map<String, String> inputs) {
    return BenchmarkDefinition.read(Objects.requireNonNull(inputs.get(digest)));
  }

  /**
   * What is known of each node and API server, one distinct evidence at a time: each is parsed when
   * it is due.
   */
  public Stream<NodeReading.Collected> readings() {
    Map<String, Map<String, List<String>>> nodes =
        index.sources().stream()
            .collect(
                Collectors.groupingBy(
                    BundleIndex.Source::digest,
                    TreeMap::new,
                    Collectors.groupingBy(
                        BundleIndex.Source::kubelet,
                        TreeMap::new,
                        Collectors.mapping(BundleIndex.Source::name, Collectors.toList()))));
    return evidence.entrySet().stream()
        .flatMap(
            entry -> {
              Evidence parsed = parsed(entry.getKey(), entry.getValue());
              return Objects.requireNonNull(nodes.get(entry.getKey())).entrySet().stream()
                  .map(
                      kubelet ->
                          new NodeReading.Collected(
                              kubelet.getValue(), ReleaseHints.ofNode(kubelet.getKey()), parsed));
            });
  }

  private static Evidence parsed(String digest, String json) {
    try {
      Evidence evidence = EvidenceJson.readEvidence(json);
      if (evidence.schemaVersion() != Evidence.SCHEMA_VERSION) {
        throw new IllegalArgumentException(
            "has evidence of the schema "
                + evidence.schemaVersion()
                + ", and this version of Plumbline reads the schema "
                + Evidence.SCHEMA_VERSION
                + ": "
                + digest);
      }
      return evidence;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "has evidence that this version of Plumbline can't read, " + digest, e);
    }
  }

  /** How many nodes there are, and why some of them are without evidence. */
  public NodesEvaluated counts() {
    return new NodesEvaluated(
        new Nodes(
            index.selected(),
            index.nodes().size(),
            index.notEvaluated().stream().mapToInt(BundleIndex.Group::count).sum(),
            index.notEvaluated().stream().map(EvidenceBundle::counted).toList()),
        UnreadableNodes.defaults());
  }

  private static NotEvaluated counted(BundleIndex.Group group) {
    return new NotEvaluated(
        group.reason(),
        group.count(),
        group.nodes().stream()
            .limit(NotEvaluated.MAX_NAMED)
            .map(node -> new NotEvaluated.Node(node.name(), node.message()))
            .toList());
  }

  /** What is known of the cluster beside its nodes. */
  public ClusterReading cluster() {
    String digest = index.inputs().clusterObjects();
    return digest.isEmpty()
        ? ClusterEvidence.unknown(
            "the control is about objects of the cluster, such as RBAC, pods and namespaces, which"
                + " this evidence bundle does not hold. "
                + index.inputs().missing().replaceFirst("[.]$", ""))
        : ClusterEvidence.read(Objects.requireNonNull(inputs.get(digest)));
  }

  /** The benchmarks that are not shipped, by the digests of their definitions. */
  public Map<String, BenchmarkDefinition> definitions() {
    Map<String, BenchmarkDefinition> definitions = new TreeMap<>();
    index
        .inputs()
        .benchmarks()
        .forEach(digest -> definitions.put(digest, definition(digest, inputs)));
    return definitions;
  }

  /** When the oldest evidence was collected; empty when there is none. */
  public Optional<Instant> oldest() {
    return index.sources().stream()
        .map(source -> Instant.parse(source.time()))
        .min(Comparator.naturalOrder());
  }
}
