package dev.plumbline.cli;

import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.bundle.BundleReader;
import dev.plumbline.report.bundle.BundleWriter;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.bundle.InvalidBundleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
                index.nodes().stream()
                    .map(
                        one ->
                            one.name().equals(node)
                                ? new BundleIndex.Node(
                                    other, one.uid(), one.kubelet(), one.digest(), one.time())
                                : one)
                    .toList(),
                index.notEvaluated()),
            bundle.evidence()));
  }

  void write(Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      BundleWriter.write(bundle, out);
    }
  }
}
