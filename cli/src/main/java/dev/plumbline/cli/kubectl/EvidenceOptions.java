package dev.plumbline.cli.kubectl;

import dev.plumbline.cli.output.Notices;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings;
import dev.plumbline.operator.store.StoredRun;
import dev.plumbline.report.bundle.BundleWriter;
import dev.plumbline.report.bundle.EvidenceBundle;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that write a scan's evidence to a file. */
final class EvidenceOptions {

  @Nullable
  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description =
          "Write the evidence of the scan's latest run to this file, for plumbline check and plan."
              + " The report is then written only where --output asks for it.")
  private Path file;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The operator's namespace, which holds the evidence. Default: ${DEFAULT-VALUE}",
      defaultValue = OperatorSettings.DEFAULT_NAMESPACE)
  private String namespace = OperatorSettings.DEFAULT_NAMESPACE;

  boolean isAsked() {
    return file != null;
  }

  /** Writes the evidence of the scan that a report belongs to; does nothing without a file. */
  void export(KubernetesClient client, ComplianceReport report, CommandLine command) {
    if (file == null) {
      return;
    }
    String name = ClusterOptions.scanOf(report);
    ComplianceScan scan =
        ClusterOptions.scan(client, name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no scan " + name + " any more, and its evidence went with it."));
    EvidenceBundle bundle =
        new StoredRun(client, namespace, scan)
            .bundle(String.join(" ", command.getCommandSpec().root().version()));
    write(bundle, file);
    Notices.print(command.getErr(), sentence(bundle, file));
  }

  private static void write(EvidenceBundle bundle, Path to) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      BundleWriter.write(bundle, out);
    } catch (IOException e) {
      throw new IllegalStateException(to + " can't be written: " + e.getMessage() + ".", e);
    }
  }

  private static String sentence(EvidenceBundle bundle, Path file) {
    int nodes = bundle.index().nodes().size();
    int distinct = bundle.evidence().size();
    return file
        + " has the evidence of the run "
        + bundle.index().run().id()
        + ": "
        + nodes
        + " of "
        + bundle.index().selected()
        + (bundle.index().selected() == 1 ? " node, " : " nodes, ")
        + distinct
        + " distinct"
        + (bundle.index().inputs().clusterObjects().isEmpty()
            ? ", without the objects of the cluster. " + bundle.index().inputs().missing()
            : ", and what controls read of the cluster's objects.");
  }
}
