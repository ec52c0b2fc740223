package dev.plumbline.cli;

import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.BundleReader;
import dev.plumbline.report.bundle.BundleWriter;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.bundle.InvalidBundleException;
import dev.plumbline.report.input.ClusterEvidence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What somebody does who has Plumbline too: writes a bundle that is whole, and is another one. */
record SignedBundleEdit(EvidenceBundle bundle) {

  SignedBundleEdit(Path file) throws IOException {
    this(read(file));
  }

  private static EvidenceBundle read(Path file) throws IOException {
    try {
      return BundleReader.read(Files.readAllBytes(file));
    } catch (InvalidBundleException e) {
      throw new IllegalStateException(e);
    }
  }

  SignedBundleEdit renamed(String node, String other) {
    return with(
        bundle.index().nodes().stream()
            .map(
                one ->
                    one.name().equals(node)
                        ? new BundleIndex.Node(
                            other, one.uid(), one.kubelet(), one.digest(), one.time())
                        : one)
            .toList(),
        bundle.index().inputs(),
        bundle.inputs());
  }

  /** As another cluster's. */
  SignedBundleEdit withObjects(ClusterReading cluster) {
    ClusterEvidence objects = ClusterEvidence.of(cluster).orElseThrow();
    return withInputs(
        new BundleIndex.Inputs(objects.digest(), "", List.of()),
        new TreeMap<>(Map.of(objects.digest(), objects.json())));
  }

  SignedBundleEdit withoutObjects() {
    return withInputs(new BundleIndex.Inputs("", "They are gone.", List.of()), new TreeMap<>());
  }

  private SignedBundleEdit withInputs(BundleIndex.Inputs inputs, SortedMap<String, String> texts) {
    return with(bundle.index().nodes(), inputs, texts);
  }

  private SignedBundleEdit with(
      List<BundleIndex.Node> nodes, BundleIndex.Inputs inputs, SortedMap<String, String> texts) {
    BundleIndex index = bundle.index();
    return new SignedBundleEdit(
        new EvidenceBundle(
            new BundleIndex(
                index.kind(),
                index.version(),
                index.exportedBy(),
                index.scan(),
                index.run(),
                index.cluster(),
                index.benchmarks(),
                index.selected(),
                nodes,
                index.apiServers(),
                index.notEvaluated(),
                inputs),
            bundle.evidence(),
            texts));
  }

  void write(Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      BundleWriter.write(bundle, out);
    }
  }
}
