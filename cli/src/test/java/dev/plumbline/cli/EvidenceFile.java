package dev.plumbline.cli;

import dev.plumbline.collector.Collector;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.BundleWriter;
import dev.plumbline.report.bundle.EvidenceBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bundle of host roots, as an operator would have stored them. */
final class EvidenceFile {

  private EvidenceFile() {}

  /** The sample nodes. */
  static Path samples(Path directory, String... benchmarks) throws IOException {
    Map<String, Path> hosts = new TreeMap<>();
    for (String node : List.of("control-plane-1", "control-plane-2", "worker-1")) {
      hosts.put(node, Path.of(Run.sample(node)));
    }
    return of(directory, "v1.36.3", hosts, benchmarks);
  }

  static Path of(Path directory, String version, Map<String, Path> hosts, String... benchmarks)
      throws IOException {
    SortedMap<String, String> evidence = new TreeMap<>();
    List<BundleIndex.Node> nodes = new ArrayList<>();
    for (Map.Entry<String, Path> host : hosts.entrySet()) {
      String json =
          EvidenceJson.write(new Collector(Duration.ofSeconds(20)).collectHost(host.getValue()));
      String digest = EvidenceJson.sha256(json.getBytes(StandardCharsets.UTF_8));
      evidence.put(digest, json);
      nodes.add(
          new BundleIndex.Node(
              host.getKey(), "uid-" + host.getKey(), version, digest, "2026-01-01T12:00:00Z"));
    }
    Path file = directory.resolve("evidence.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      BundleWriter.write(
          new EvidenceBundle(
              new BundleIndex(
                  BundleIndex.KIND,
                  BundleIndex.VERSION,
                  new BundleIndex.Exporter("plumbline test", ""),
                  new BundleIndex.Scan("cis", "scan-uid"),
                  new BundleIndex.Run("run-1", "2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z", ""),
                  new BundleIndex.Cluster(version, List.of("kubernetes")),
                  List.of(benchmarks),
                  nodes.size(),
                  nodes,
                  List.of()),
              evidence),
          out);
    }
    return file;
  }
}
