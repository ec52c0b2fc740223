package dev.plumbline.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvidenceStoreTest {

  private static final NodeTarget NODE = new NodeTarget("cp-1", "node-uid", "v1.36.3");
  private static final NodeResult COLLECTED = new NodeResult.Collected(NODE, Evidences.empty());

  private MockCluster cluster;
  private ComplianceScan scan;
  private EvidenceStore store;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("suspend: false");
    store = new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private List<ConfigMap> configMaps() {
    return cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).list().getItems();
  }

  private void replaceEvidence(String packed) {
    ConfigMap map = configMaps().get(0);
    map.getBinaryData().replaceAll((key, old) -> packed);
    cluster.client().resource(map).update();
  }

  private static String packed(String json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @Test
  void evidenceIsReadAsItWasStored() {
    store.put(scan, "run", COLLECTED);
    assertThat(store.results(scan, "run")).containsOnlyKeys("cp-1").containsValue(COLLECTED);
  }

  @Test
  void failureIsReadAsItWasStored() {
    NodeResult failed =
        new NodeResult.NotRead(NODE, Reason.HostPathMissing, "The node has no directory /x.");
    store.put(scan, "run", failed);
    assertThat(store.results(scan, "run")).containsValue(failed);
  }

  @Test
  void failureThatAnEarlierVersionStoredIsReadToo() {
    store.put(scan, "run", notRead("cp-1"));
    ConfigMap map = configMaps().get(0);
    map.getData().remove("reason");
    cluster.client().resource(map).update();
    assertThat(store.results(scan, "run")).containsValue(notRead("cp-1"));
  }

  private static NodeResult notRead(String node) {
    return new NodeResult.NotRead(
        new NodeTarget(node, "uid", ""), Reason.CollectionFailed, "It failed.");
  }

  @Test
  void configMapBelongsToItsScan() {
    store.put(scan, "run", COLLECTED);
    assertThat(configMaps())
        .singleElement()
        .satisfies(
            map -> {
              assertThat(map.getMetadata().getOwnerReferences())
                  .singleElement()
                  .satisfies(
                      owner -> assertThat(owner.getUid()).isEqualTo(scan.getMetadata().getUid()));
              assertThat(map.getMetadata().getLabels())
                  .containsEntry(ScanOwnership.SCAN_UID, scan.getMetadata().getUid());
            });
  }

  @Test
  void nextRunOverwritesTheNodesResult() {
    store.put(scan, "first", COLLECTED);
    store.put(
        scan, "second", new NodeResult.NotRead(NODE, Reason.CollectionFailed, "Unreachable."));
    assertThat(configMaps()).hasSize(1);
    assertThat(store.results(scan, "first")).isEmpty();
    assertThat(store.results(scan, "second")).containsOnlyKeys("cp-1");
  }

  @Test
  void nodesWithLongNamesHaveConfigMapsOfTheirOwn() {
    String name = "n".repeat(252);
    store.put(scan, "run", notRead(name + "a"));
    store.put(scan, "run", notRead(name + "b"));
    assertThat(store.results(scan, "run")).containsOnlyKeys(name + "a", name + "b");
  }

  @Test
  void damagedEvidenceIsLeftOut() throws IOException {
    store.put(scan, "run", COLLECTED);
    for (String damaged :
        List.of(
            "not Base64!",
            Base64.getEncoder().encodeToString("no gzip".getBytes(StandardCharsets.UTF_8)),
            packed("{}"),
            packed("null"),
            packed("[".repeat(100_000)))) {
      replaceEvidence(damaged);
      assertThat(store.results(scan, "run")).as(damaged).isEmpty();
    }
  }

  @Test
  void evidenceOfAnotherSchemaVersionIsLeftOut() throws IOException {
    store.put(scan, "run", COLLECTED);
    String other =
        EvidenceJson.write(Evidences.empty())
            .replace(
                "\"schemaVersion\":" + Evidence.SCHEMA_VERSION,
                "\"schemaVersion\":" + (Evidence.SCHEMA_VERSION - 1));
    replaceEvidence(packed(other));
    assertThat(store.results(scan, "run")).isEmpty();
  }
}
