package dev.plumbline.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.operator.Evidences;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import dev.plumbline.report.model.ComplianceScanStatus.Nodes;
import dev.plumbline.report.model.ComplianceScanStatus.Run;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.NotEvaluated.Reason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredRunTest {

  private static final String ENDED = "2020-01-01T12:01:00Z";

  private MockCluster cluster;
  private ComplianceScan scan;
  private EvidenceStore store;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    cluster.version("v1.36.3");
    scan = cluster.scan("suspend: false");
    store = new EvidenceStore(cluster.client(), MockCluster.NAMESPACE);
    store.putEvidence(scan, Evidences.DIGEST, Evidences.JSON);
    store.put(scan, "run-1", List.of(collected("cp-1"), collected("cp-2"), notRead("cp-3")));
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private static NodeResult collected(String node) {
    return new NodeResult.Collected(
        new NodeTarget(node, "uid-" + node, "v1.36.3"), Evidences.DIGEST, "2020-01-01T12:00:00Z");
  }

  private static NodeResult notRead(String node) {
    return new NodeResult.NotRead(
        new NodeTarget(node, "uid-" + node, ""),
        Reason.CollectionFailed,
        "Its pod failed.\u001b[2J");
  }

  private void run(String id, @Nullable String ended, Nodes nodes) {
    scan.setStatus(
        new ComplianceScanStatus(
            1L,
            List.of(),
            new Run(
                id, 1, null, Run.Cause.SpecChanged, null, "2020-01-01T11:59:00Z", ended, "rules"),
            nodes,
            null,
            null,
            null,
            List.of(new BenchmarkReport("scan", "cis-2.0", "False", null, null))));
    scan = cluster.client().resource(scan).updateStatus();
  }

  private void ended(Nodes nodes) {
    run("run-1", ENDED, nodes);
  }

  private EvidenceBundle bundle() {
    return new StoredRun(cluster.client(), MockCluster.NAMESPACE, scan).bundle("plumbline test");
  }

  private static Nodes nodes(int selected, NotEvaluated... groups) {
    int others = List.of(groups).stream().mapToInt(NotEvaluated::count).sum();
    return new Nodes(selected, selected - others, others, List.of(groups));
  }

  private static NotEvaluated group(Reason reason, int count, String... names) {
    return new NotEvaluated(
        reason,
        count,
        List.of(names).stream().map(name -> new NotEvaluated.Node(name, "Why.")).toList());
  }

  @Test
  void hasTheBytesThatAreStoredAndEachNode() {
    ended(
        nodes(
            15, group(Reason.CollectionFailed, 1, "cp-3"), group(Reason.NotReady, 12, "worker-1")));
    EvidenceBundle bundle = bundle();
    assertThat(bundle.evidence()).isEqualTo(Map.of(Evidences.DIGEST, Evidences.JSON));
    BundleIndex index = bundle.index();
    assertThat(index.scan().uid()).isEqualTo(scan.getMetadata().getUid());
    assertThat(index.run())
        .isEqualTo(new BundleIndex.Run("run-1", "2020-01-01T11:59:00Z", ENDED, "rules"));
    assertThat(index.cluster())
        .isEqualTo(new BundleIndex.Cluster("v1.36.3", List.of("kubernetes")));
    assertThat(index.benchmarks()).containsExactly("cis-2.0");
    assertThat(index.nodes())
        .extracting(BundleIndex.Node::name, BundleIndex.Node::uid)
        .containsExactly(tuple("cp-1", "uid-cp-1"), tuple("cp-2", "uid-cp-2"));
    assertThat(index.selected()).isEqualTo(15);
    assertThat(index.notEvaluated())
        .containsExactly(
            new BundleIndex.Group(
                Reason.NotReady, 12, List.of(new BundleIndex.Unread("worker-1", "", "Why."))),
            new BundleIndex.Group(
                Reason.CollectionFailed,
                1,
                List.of(new BundleIndex.Unread("cp-3", "uid-cp-3", "Its pod failed.\uFFFD[2J"))));
  }

  /** They are evaluated again like nodes, and counted among none. */
  @Test
  void apiServersThatAreOnNoNodeAreExported() {
    store.put(
        scan,
        "run-1",
        List.of(
            collected("cp-1"),
            collected("cp-2"),
            notRead("cp-3"),
            new NodeResult.Collected(
                NodeTarget.apiServer("10.9.0.1:6443"), Evidences.DIGEST, "2020-01-01T12:00:00Z")));
    ended(nodes(3, group(Reason.CollectionFailed, 1, "cp-3")));
    BundleIndex index = bundle().index();
    assertThat(index.apiServers())
        .containsExactly(
            new BundleIndex.ApiServer("10.9.0.1:6443", Evidences.DIGEST, "2020-01-01T12:00:00Z"));
    assertThat(index.nodes()).extracting(BundleIndex.Node::name).containsExactly("cp-1", "cp-2");
    assertThat(index.selected()).isEqualTo(3);
    assertThat(index.sources())
        .extracting(BundleIndex.Source::name)
        .containsExactly("cp-1", "cp-2", "10.9.0.1:6443");
  }

  @Test
  void writesAndDeletesNothing() {
    ended(nodes(3));
    cluster.forgetRequests();
    bundle();
    assertThat(cluster.requests("GET", "configmaps")).isNotEmpty();
    assertThat(Stream.of("POST", "PUT", "PATCH", "DELETE"))
        .allMatch(method -> cluster.requests(method, "").isEmpty());
  }

  @Test
  void nodesWhoseEvidenceIsGoneAreNamed() {
    ended(nodes(3, group(Reason.CollectionFailed, 1, "cp-3")));
    cluster
        .client()
        .configMaps()
        .inNamespace(MockCluster.NAMESPACE)
        .withName(EvidenceStore.name(scan, Evidences.DIGEST))
        .delete();
    assertThat(bundle().index().nodes()).isEmpty();
    assertThat(bundle().counts().message())
        .contains("0 of 3 nodes", "cp-1: Its stored evidence is damaged or was deleted");
  }

  /** A part of the index that is damaged is as if its nodes had never been. */
  @Test
  void nodesThatTheIndexLostAreCounted() {
    ended(nodes(5, group(Reason.CollectionFailed, 1, "cp-3")));
    assertThat(bundle().index().notEvaluated())
        .extracting(BundleIndex.Group::count)
        .containsExactly(3);
  }

  @Test
  void aRunInProgressIsNotExported() {
    run("run-1", null, nodes(3));
    assertThatThrownBy(this::bundle).hasMessageContaining("\"kubectl plumbline scan ");
  }

  @Test
  void anotherNamespaceThanTheOperatorsIsNamed() {
    ended(nodes(3));
    assertThatThrownBy(() -> new StoredRun(cluster.client(), "default", scan).bundle("plumbline"))
        .hasMessageContaining("The namespace default holds no evidence of the scan ")
        .hasMessageContaining("--namespace");
  }

  @Test
  void aRunThatBeginsMeanwhileIsNoticed() {
    ended(nodes(3));
    ComplianceScan before = scan;
    run("run-2", null, nodes(3));
    assertThatThrownBy(
            () ->
                new StoredRun(cluster.client(), MockCluster.NAMESPACE, before).bundle("plumbline"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
