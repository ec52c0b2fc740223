package dev.plumbline.report.bundle;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.report.model.NotEvaluated.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
