package dev.plumbline.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.NotEvaluated.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvidenceStoreTest {

  private static final NodeTarget NODE = new NodeTarget("cp-1", "node-uid", "v1.36.3");
  private static final NodeResult COLLECTED = collected("cp-1");
  private static final Set<String> NODES = Set.of("cp-1", "cp-2");

  private MockCluster cluster;
  private ComplianceScan scan;
  private EvidenceStore store;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("suspend: false");
    store = store();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  /** Another has nothing in memory, as after a restart. */
  private EvidenceStore store() {
    return new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
  }

  private static NodeResult collected(String node) {
    return new NodeResult.Collected(
        new NodeTarget(node, "node-uid", "v1.36.3"), Evidences.DIGEST, "2020-01-01T12:00:00Z");
  }

  private static NodeResult notRead(String node) {
    return new NodeResult.NotRead(
        new NodeTarget(node, "uid", ""), Reason.CollectionFailed, "It failed.");
  }

  private List<ConfigMap> configMaps() {
    return cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).list().getItems();
  }

  private List<String> names() {
    return configMaps().stream().map(map -> map.getMetadata().getName()).toList();
  }

  private void collect(NodeResult... results) {
    store.putEvidence(scan, Evidences.DIGEST, Evidences.JSON);
    store.put(scan, "run", List.of(results));
  }

  private Map<String, Evidence> evidence() {
    Map<String, Evidence> found = new TreeMap<>();
    store.evidence(scan, NODES, found::put);
    return found;
  }

  private void damageEvidence(String packed) {
    ConfigMap map =
        configMaps().stream()
            .filter(each -> each.getMetadata().getName().startsWith("evidence-"))
            .findFirst()
            .orElseThrow();
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
  void evidenceIsStoredOnceForAllNodesThatHaveIt() {
    collect(COLLECTED, collected("cp-2"));
    store = store();
    assertThat(configMaps()).hasSize(2);
    assertThat(store.results(scan, "run"))
        .isEqualTo(Map.of("cp-1", COLLECTED, "cp-2", collected("cp-2")));
    assertThat(store.digests(scan)).containsExactly(Evidences.DIGEST);
    assertThat(evidence()).isEqualTo(Map.of(Evidences.DIGEST, Evidences.empty()));
  }

  @Test
  void failureIsReadAsItWasStored() {
    NodeResult failed =
        new NodeResult.NotRead(NODE, Reason.HostPathMissing, "The node has no directory /x.");
    store.put(scan, "run", List.of(failed));
    assertThat(store().results(scan, "run")).containsValue(failed);
  }

  @Test
  void configMapsBelongToTheirScan() {
    collect(COLLECTED);
    assertThat(configMaps())
        .allSatisfy(
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
    collect(COLLECTED);
    store.put(scan, "second", List.of(notRead("cp-1")));
    assertThat(store.results(scan, "run")).isEmpty();
    assertThat(store.results(scan, "second")).containsOnlyKeys("cp-1");
  }

  @Test
  void manyNodesTakeFewConfigMapsAndStayWhereTheyAre() {
    List<NodeResult> all =
        IntStream.range(0, 600).mapToObj(i -> collected("n%03d".formatted(i))).toList();
    store.put(scan, "run", all);
    assertThat(configMaps()).hasSize(3);
    store = store();
    store.put(scan, "second", List.of(collected("n599"), collected("n000")));
    assertThat(configMaps()).hasSize(3);
    assertThat(store().results(scan, "run")).hasSize(598);
    assertThat(store().results(scan, "second")).containsOnlyKeys("n000", "n599");
  }

  @Test
  void nodesWithLongNamesAreKept() {
    String name = "n".repeat(252);
    store.put(scan, "run", List.of(notRead(name + "a"), notRead(name + "b")));
    assertThat(store().results(scan, "run")).containsOnlyKeys(name + "a", name + "b");
  }

  @Test
  void evidenceThatNoNodeRefersToIsDeleted() {
    collect(COLLECTED);
    store.put(scan, "second", List.of(notRead("cp-1")));
    assertThat(evidence()).isEmpty();
    assertThat(names()).singleElement().asString().startsWith("nodes-");
  }

  @Test
  void whatEarlierVersionsStoredIsDeleted() {
    ConfigMap old =
        new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
            .withNewMetadata()
            .withName("evidence-old")
            .withNamespace(MockCluster.NAMESPACE)
            .withLabels(ScanOwnership.labels(scan))
            .endMetadata()
            .build();
    cluster.create(old);
    collect(COLLECTED);
    evidence();
    assertThat(names()).hasSize(2).doesNotContain("evidence-old");
  }

  @Test
  void nodesThatTheClusterNoLongerHasAreForgotten() {
    collect(COLLECTED, collected("gone"));
    evidence();
    assertThat(store().results(scan, "run")).containsOnlyKeys("cp-1");
  }

  @Test
  void damagedEvidenceIsLeftOutAndItsNodesAreForgotten() throws IOException {
    for (String damaged :
        List.of(
            "not Base64!",
            Base64.getEncoder().encodeToString("no gzip".getBytes(StandardCharsets.UTF_8)),
            packed("{}"),
            packed("null"),
            packed(Evidences.JSON.replace("NODE", "FILE")),
            packed("[".repeat(100_000)))) {
      collect(COLLECTED);
      damageEvidence(damaged);
      assertThat(evidence()).as(damaged).isEmpty();
      assertThat(store.results(scan, "run")).as(damaged).isEmpty();
      assertThat(names()).singleElement().asString().startsWith("nodes-");
    }
  }

  @Test
  void evidenceOfAnotherSchemaVersionIsLeftOut() {
    String other =
        Evidences.JSON.replace(
            "\"schemaVersion\":" + Evidence.SCHEMA_VERSION,
            "\"schemaVersion\":" + (Evidence.SCHEMA_VERSION - 1));
    String digest = EvidenceJson.receipt(other, "", "").sha256();
    store.putEvidence(scan, digest, other);
    store.put(scan, "run", List.of(new NodeResult.Collected(NODE, digest, "2020-01-01T12:00:00Z")));
    assertThat(evidence()).isEmpty();
    assertThat(store.results(scan, "run")).isEmpty();
  }

  @Test
  void damagedIndexIsEmpty() {
    collect(COLLECTED);
    ConfigMap index =
        configMaps().stream()
            .filter(map -> map.getMetadata().getName().startsWith("nodes-"))
            .findFirst()
            .orElseThrow();
    for (String damaged : List.of("{", "null", "[]", "{\"cp-1\":{\"run\":\"run\"}}", "{}")) {
      cluster
          .client()
          .configMaps()
          .inNamespace(MockCluster.NAMESPACE)
          .withName(index.getMetadata().getName())
          .edit(
              map -> {
                map.getData().replaceAll((key, old) -> damaged);
                return map;
              });
      assertThat(store().results(scan, "run")).as(damaged).isEmpty();
    }
  }

  @Test
  void nothingIsHeldForAScanThatIsDeleted() {
    collect(COLLECTED);
    cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).delete();
    store.retain(Set.of(scan.getMetadata().getUid()));
    assertThat(store.results(scan, "run")).isNotEmpty();
    store.retain(Set.of());
    assertThat(store.results(scan, "run")).isEmpty();
  }

  /** An operator that no longer leads has read another resource version. */
  @Test
  void anotherOperatorsResultsAreNotOverwritten() {
    collect(COLLECTED);
    EvidenceStore leader = store();
    leader.put(scan, "run", List.of(notRead("cp-2")));
    assertThatThrownBy(() -> store.put(scan, "run", List.of(collected("cp-2"))))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(store.results(scan, "run")).containsEntry("cp-2", notRead("cp-2"));
  }

  private static String json(int i) {
    return EvidenceJson.write(
        new Evidence(
            Evidence.SCHEMA_VERSION,
            new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/" + i)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static String digest(int i) {
    return EvidenceJson.receipt(json(i), "", "").sha256();
  }

  private static NodeResult collected(String node, int i) {
    return new NodeResult.Collected(
        new NodeTarget(node, "node-uid", "v1.36.3"), digest(i), "2020-01-01T12:00:00Z");
  }

  /** One that has room for the evidence of two nodes. */
  private EvidenceStore small() {
    return new EvidenceStore(
        cluster.client(), MockCluster.NAMESPACE, PackedEvidence.pack(json(1)).length() * 5L / 2);
  }

  @Test
  void evidenceBeyondTheBudgetIsNotStoredAndTheCallerKnows() {
    store = small();
    assertThat(store.putEvidence(scan, digest(1), json(1))).isEqualTo(EvidenceStore.Stored.YES);
    assertThat(store.putEvidence(scan, digest(2), json(2))).isEqualTo(EvidenceStore.Stored.YES);
    assertThat(store.putEvidence(scan, digest(3), json(3))).isEqualTo(EvidenceStore.Stored.NO_ROOM);
    assertThat(configMaps()).hasSize(2);
    // What is stored already takes no more room.
    assertThat(store.putEvidence(scan, digest(2), json(2))).isEqualTo(EvidenceStore.Stored.YES);
  }

  @Test
  void evidenceThatNoNodeRefersToMakesRoom() {
    store = small();
    store.putEvidence(scan, digest(1), json(1));
    store.putEvidence(scan, digest(2), json(2));
    store.put(scan, "first", List.of(collected("cp-1", 1), collected("cp-2", 2)));
    store = small();
    assertThat(store.putEvidence(scan, digest(3), json(3))).isEqualTo(EvidenceStore.Stored.NO_ROOM);
    // The node has other evidence by now.
    store.put(scan, "second", List.of(collected("cp-1", 2)));
    assertThat(store.putEvidence(scan, digest(3), json(3))).isEqualTo(EvidenceStore.Stored.YES);
    store.put(scan, "second", List.of(collected("cp-2", 3)));
    assertThat(evidence()).containsOnlyKeys(digest(2), digest(3));
    assertThat(names()).noneMatch(name -> name.endsWith(digest(1)));
  }
}
