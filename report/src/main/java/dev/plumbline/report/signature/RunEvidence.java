package dev.plumbline.report.signature;

import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.input.BenchmarkDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The evidence of a run that somebody gives. Who gives it has compared each digest with the bytes.
 *
 * @param nodes which evidence each node has, by the digest of the bytes that it was read from
 * @param readings that evidence
 * @param cluster the objects of the cluster
 * @param definitions of benchmarks that are not shipped, by their digests
 */
public record RunEvidence(
    List<NodeEvidence> nodes,
    Stream<NodeReading.Collected> readings,
    Optional<OfCluster> cluster,
    Map<String, BenchmarkDefinition> definitions) {

  public RunEvidence {
    nodes = List.copyOf(nodes);
    definitions = Map.copyOf(definitions);
  }

  /** Evidence of the cluster's objects. */
  public record OfCluster(String digest, ClusterReading reading) {}
}
