package dev.plumbline.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.input.ClusterEvidence;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportInputsTest {

  private MockCluster cluster;
  private ComplianceScan scan;
  private ReportInputs inputs;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    scan = cluster.scan("suspend: false");
    inputs = new ReportInputs(cluster.client(), MockCluster.NAMESPACE);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private static ReportInputs.Packed packed(String text) {
    return ReportInputs.pack(digest(text), text).orElseThrow();
  }

  private static String digest(String text) {
    return EvidenceJson.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private String stored(String text) {
    return inputs.text(scan, digest(text), ClusterEvidence.MAX_BYTES).orElse("");
  }

  private List<ConfigMap> configMaps() {
    return cluster.client().configMaps().inNamespace(MockCluster.NAMESPACE).list().getItems();
  }

  @Test
  void whatIsStoredTwiceIsThereOnce() {
    inputs.put(scan, packed("one"));
    inputs.put(scan, packed("one"));

    assertThat(stored("one")).isEqualTo("one");
    assertThat(configMaps())
        .singleElement()
        .satisfies(map -> assertThat(ScanOwnership.owns(scan, map)).isTrue());
  }

  @Test
  void whatNoReportRefersToGoes() {
    inputs.put(scan, packed("one"));
    inputs.put(scan, packed("two"));

    inputs.retain(scan, Set.of(digest("two")));

    assertThat(stored("one")).isEmpty();
    assertThat(stored("two")).isEqualTo("two");
  }

  /** The evidence of nodes is read with every ConfigMap of the scan, and others go. */
  @Test
  void evidenceOfNodesLeavesThemAlone() {
    EvidenceStore store = new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
    inputs.put(scan, packed("one"));
    store.putEvidence(scan, Evidences.DIGEST, Evidences.JSON);

    store.evidence(scan, Set.of(), (digest, evidence) -> {});

    assertThat(stored("one")).isEqualTo("one");
    inputs.retain(scan, Set.of());
    assertThat(configMaps()).isEmpty();
  }

  @Test
  void damagedTextIsNone() {
    inputs.put(scan, packed("one"));
    cluster
        .client()
        .configMaps()
        .inNamespace(MockCluster.NAMESPACE)
        .withName(configMaps().get(0).getMetadata().getName())
        .edit(
            map -> {
              map.getBinaryData().replaceAll((key, value) -> PackedEvidence.pack("other"));
              return map;
            });

    assertThat(stored("one")).isEmpty();

    // The next evaluation of it writes it anew.
    inputs.put(scan, packed("one"));
    assertThat(stored("one")).isEqualTo("one");
  }

  @Test
  void whatIsStoredAlreadyIsNotWrittenAgain() {
    inputs.put(scan, packed("one"));
    String version = configMaps().get(0).getMetadata().getResourceVersion();

    inputs.put(scan, packed("one"));

    assertThat(configMaps())
        .singleElement()
        .satisfies(map -> assertThat(map.getMetadata().getResourceVersion()).isEqualTo(version));
  }

  @Test
  void whatAnObjectCannotHoldIsNotPacked() {
    byte[] noise = new byte[ReportInputs.MAX_BYTES];
    new Random(1).nextBytes(noise);
    String text = new String(noise, StandardCharsets.ISO_8859_1);

    assertThat(ReportInputs.pack(digest(text), text)).isEmpty();
  }
}
