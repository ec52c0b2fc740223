package dev.plumbline.operator.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.OperatorSettings;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps each node's result in a ConfigMap, compressed, so that a restart of the operator loses
 * nothing. One ConfigMap a node, overwritten by the next run, and owned by its scan.
 */
final class EvidenceStore {

  private static final String NODE_UID = "nodeUid";
  private static final String VERSION = "kubeletVersion";
  private static final String FAILURE = "failure";
  private static final String EVIDENCE = "evidence.json.gz";

  private final KubernetesClient client;
  private final OperatorSettings settings;

  EvidenceStore(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The run's results by node name. */
  Map<String, NodeResult> results(ComplianceScan scan, String run) {
    Map<String, NodeResult> results = new HashMap<>();
    client
        .configMaps()
        .inNamespace(settings.namespace())
        .withLabel(NodeJob.SCAN_UID, scan.getMetadata().getUid())
        .withLabel(NodeJob.RUN, run)
        .list()
        .getItems()
        .forEach(map -> read(map).ifPresent(result -> results.put(result.node().name(), result)));
    return results;
  }

  void put(ComplianceScan scan, String run, NodeResult result) {
    Map<String, String> labels = new HashMap<>(NodeJob.labels(scan));
    labels.put(NodeJob.RUN, run);
    ConfigMapBuilder map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(
                "evidence-"
                    + NodeTarget.hash(scan.getMetadata().getUid())
                    + "-"
                    + result.node().hash())
            .withNamespace(settings.namespace())
            .withLabels(labels)
            .addToAnnotations(NodeJob.NODE, result.node().name())
            .withOwnerReferences(NodeJob.owner(scan))
            .endMetadata()
            .addToData(NODE_UID, result.node().uid())
            .addToData(VERSION, result.node().version());
    if (result instanceof NodeResult.Collected seen) {
      map.addToBinaryData(EVIDENCE, packed(EvidenceJson.write(seen.evidence())));
    } else if (result instanceof NodeResult.Failed notSeen) {
      map.addToData(FAILURE, notSeen.why());
    }
    client.resource(map.build()).createOr(existing -> existing.update());
  }

  private static Optional<NodeResult> read(ConfigMap map) {
    Map<String, String> data = Objects.requireNonNullElse(map.getData(), Map.of());
    NodeTarget node =
        new NodeTarget(
            map.getMetadata().getAnnotations().getOrDefault(NodeJob.NODE, ""),
            data.getOrDefault(NODE_UID, ""),
            data.getOrDefault(VERSION, ""));
    String failure = data.get(FAILURE);
    if (failure != null) {
      return Optional.of(new NodeResult.Failed(node, failure));
    }
    String packed =
        Objects.requireNonNullElse(map.getBinaryData(), Map.<String, String>of()).get(EVIDENCE);
    if (packed == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new NodeResult.Collected(node, EvidenceJson.readEvidence(unpacked(packed))));
    } catch (JsonProcessingException e) {
      // Written by another version: the node is read again.
      return Optional.empty();
    }
  }

  private static String packed(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String unpacked(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(gzip.readNBytes(EvidenceJson.MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
