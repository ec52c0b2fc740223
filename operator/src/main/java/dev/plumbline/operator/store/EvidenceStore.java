package dev.plumbline.operator.store;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.NotEvaluated;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps each node's result in a ConfigMap, compressed. A node has one ConfigMap, which the next run
 * overwrites and its scan owns.
 */
public final class EvidenceStore {

  private static final String NODE_UID = "nodeUid";
  private static final String VERSION = "kubeletVersion";
  private static final String FAILURE = "failure";
  private static final String REASON = "reason";
  private static final String EVIDENCE = "evidence.json.gz";

  private final KubernetesClient client;
  private final String namespace;

  public EvidenceStore(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * The run's results by node name. What can't be read is left out, so that its node is read again.
   */
  public Map<String, NodeResult> results(ComplianceScan scan, String run) {
    Map<String, NodeResult> results = new HashMap<>();
    client
        .configMaps()
        .inNamespace(namespace)
        .withLabel(ScanOwnership.SCAN_UID, scan.getMetadata().getUid())
        .withLabel(ScanOwnership.RUN, run)
        .list()
        .getItems()
        .forEach(map -> read(map).ifPresent(result -> results.put(result.node().name(), result)));
    return results;
  }

  public void put(ComplianceScan scan, String run, NodeResult result) {
    Map<String, String> labels = new HashMap<>(ScanOwnership.labels(scan));
    labels.put(ScanOwnership.RUN, run);
    ConfigMapBuilder map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name(scan, result.node()))
            .withNamespace(namespace)
            .withLabels(labels)
            .addToAnnotations(ScanOwnership.NODE, result.node().name())
            .withOwnerReferences(ScanOwnership.owner(scan))
            .endMetadata()
            .addToData(NODE_UID, result.node().uid())
            .addToData(VERSION, result.node().version());
    if (result instanceof NodeResult.Collected collected) {
      map.addToBinaryData(EVIDENCE, PackedEvidence.pack(collected.evidence()));
    } else if (result instanceof NodeResult.NotRead not) {
      map.addToData(FAILURE, not.message()).addToData(REASON, not.reason().name());
    }
    client.resource(map.build()).createOr(existing -> existing.update());
  }

  private static String name(ComplianceScan scan, NodeTarget node) {
    return "evidence-" + ShortHash.of(scan.getMetadata().getUid()) + "-" + node.hash();
  }

  private static Optional<NodeResult> read(ConfigMap map) {
    Map<String, String> data = orEmpty(map.getData());
    NodeTarget node =
        new NodeTarget(
            orEmpty(map.getMetadata().getAnnotations()).getOrDefault(ScanOwnership.NODE, ""),
            data.getOrDefault(NODE_UID, ""),
            data.getOrDefault(VERSION, ""));
    String failure = data.get(FAILURE);
    if (failure != null) {
      return Optional.of(new NodeResult.NotRead(node, reason(data), failure));
    }
    return Optional.ofNullable(orEmpty(map.getBinaryData()).get(EVIDENCE))
        .flatMap(PackedEvidence::unpack)
        .map(evidence -> new NodeResult.Collected(node, evidence));
  }

  /** Earlier versions of the operator stored none. */
  private static NotEvaluated.Reason reason(Map<String, String> data) {
    return Stream.of(NotEvaluated.Reason.values())
        .filter(reason -> reason.name().equals(data.get(REASON)))
        .findFirst()
        .orElse(NotEvaluated.Reason.CollectionFailed);
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}
