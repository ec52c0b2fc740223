package dev.plumbline.report.bundle;

import dev.plumbline.engine.fact.Facts;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.NotEvaluated.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bundles for tests. */
final class Bundles {

  static final String ONE = evidence("/one");
  static final String TWO = evidence("/two");

  private Bundles() {}

  static String evidence(String directory) {
    return EvidenceJson.write(
        new Evidence(
            Evidence.SCHEMA_VERSION,
            new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of(directory)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  static String digest(String json) {
    return EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8));
  }

  static SortedMap<String, String> stored(String... evidence) {
    SortedMap<String, String> stored = new TreeMap<>();
    for (String json : evidence) {
      stored.put(digest(json), json);
    }
    return stored;
  }

  static BundleIndex.Node node(String name, String kubelet, String evidence) {
    return new BundleIndex.Node(
        name, "uid-of-" + name, kubelet, digest(evidence), "2026-01-01T12:00:00Z");
  }

  /** Two nodes with the same evidence, one with another, one without any. */
  static EvidenceBundle whole() {
    return new EvidenceBundle(
        index(
            List.of(
                node("cp-1", "v1.36.3", ONE),
                node("cp-2", "v1.36.3", ONE),
                node("worker-1", "v1.35.4", TWO))),
        stored(ONE, TWO));
  }

  static BundleIndex index(List<BundleIndex.Node> nodes) {
    return new BundleIndex(
        BundleIndex.KIND,
        BundleIndex.VERSION,
        new BundleIndex.Exporter("plumbline 1.0", "abc"),
        new BundleIndex.Scan("cis", "scan-uid"),
        new BundleIndex.Run("run-1", "2026-01-01T11:59:00Z", "2026-01-01T12:01:00Z", "def"),
        new BundleIndex.Cluster("v1.36.3", List.of("kubernetes")),
        List.of("cis-2.0"),
        nodes.size() + 1,
        nodes,
        List.of(
            new BundleIndex.Group(
                Reason.CollectionFailed,
                1,
                List.of(new BundleIndex.Unread("worker-2", "uid-2", "Its pod failed.")))));
  }

  static final ClusterEvidence OBJECTS =
      ClusterEvidence.of(
              new ClusterReading(
                  Facts.ofCluster(
                      Map.of(
                          "namespaces",
                          List.of(Map.of("name", "default", "enforce", "", "networkPolicies", 0L))),
                      Map.of("pods", "the API server did not return pods: Forbidden")),
                  new ControlPlane.SelfManaged(1)))
          .orElseThrow();

  static final BenchmarkDefinition DEFINITION =
      new BenchmarkDefinition(
          "ours", new ComplianceBenchmarkSpec("Ours", "cis-2.0", null, null, null));

  /** The same with what was evaluated beside nodes. */
  static EvidenceBundle withInputs() {
    BundleIndex of = whole().index();
    return new EvidenceBundle(
        new BundleIndex(
            of.kind(),
            of.version(),
            of.exportedBy(),
            of.scan(),
            of.run(),
            of.cluster(),
            List.of("cis-2.0", "ours"),
            of.selected(),
            of.nodes(),
            of.apiServers(),
            of.notEvaluated(),
            new BundleIndex.Inputs(OBJECTS.digest(), "", List.of(DEFINITION.digest()))),
        whole().evidence(),
        stored(OBJECTS.json(), DEFINITION.json()));
  }

  static byte[] bytes(EvidenceBundle bundle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BundleWriter.write(bundle, bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
