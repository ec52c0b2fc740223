package dev.plumbline.operator.store;

import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what reports were evaluated from beside the evidence of nodes, each text once, in a
 * ConfigMap of its own that the scan owns. A report has the digests of its texts; they are written
 * before it, and go when no report of the scan has their digest any more. So there are no more of
 * them than reports have, and for a moment those of the reports before.
 */
public final class ReportInputs {

  private static final String KIND = "input";
  private static final String TEXT = "input.json.gz";

  /**
   * Of a packed text, in bytes: an object of the API may have about a megabyte, and etcd takes no
   * more than one and a half.
   */
  static final int MAX_BYTES = 900 * 1024;

  private final KubernetesClient client;
  private final String namespace;

  public ReportInputs(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** A text that can be stored. */
  public static final class Packed {

    private final String digest;
    private final String base64;

    private Packed(String digest, String base64) {
      this.digest = digest;
      this.base64 = base64;
    }

    /** SHA-256 of the text, in lower-case hex. */
    public String digest() {
      return digest;
    }
  }

  /** Packs a text; empty when it is larger than an object may be. */
  public static Optional<Packed> pack(String digest, String json) {
    String base64 = PackedEvidence.pack(json);
    return base64.length() > MAX_BYTES ? Optional.empty() : Optional.of(new Packed(digest, base64));
  }

  /** Stores a text, which no report refers to yet. */
  public void put(ComplianceScan scan, Packed text) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name(scan, text.digest()))
            .withNamespace(namespace)
            .withLabels(EvidenceStore.labels(scan, KIND))
            .withOwnerReferences(ScanOwnership.owner(scan))
            .endMetadata()
            .addToBinaryData(TEXT, text.base64)
            .build();
    StoredContent.put(client, map);
  }

  /** Deletes what no report refers to. */
  public void retain(ComplianceScan scan, Set<String> digests) {
    List<String> kept = digests.stream().map(digest -> name(scan, digest)).toList();
    client
        .configMaps()
        .inNamespace(namespace)
        .withLabels(EvidenceStore.labels(scan, KIND))
        .list()
        .getItems()
        .stream()
        .filter(map -> !kept.contains(map.getMetadata().getName()))
        .forEach(map -> client.configMaps().resource(named(map)).delete());
  }

  /** A stored text; empty when it is damaged or gone. */
  Optional<String> text(ComplianceScan scan, String digest, int maxBytes) {
    return Optional.ofNullable(
            client.configMaps().inNamespace(namespace).withName(name(scan, digest)).get())
        .map(ConfigMap::getBinaryData)
        .map(data -> data.get(TEXT))
        .flatMap(packed -> PackedEvidence.text(packed, digest, maxBytes));
  }

  /** Whether a ConfigMap of a scan is one of these, and no evidence. */
  static boolean owns(ConfigMap map) {
    return KIND.equals(
        Objects.requireNonNullElse(map.getMetadata().getLabels(), Map.<String, String>of())
            .get(EvidenceStore.KIND));
  }

  private static ConfigMap named(ConfigMap map) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(map.getMetadata().getName())
        .withNamespace(map.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  private static String name(ComplianceScan scan, String digest) {
    return KIND + "-" + ShortHash.of(scan.getMetadata().getUid()) + "-" + digest;
  }
}
