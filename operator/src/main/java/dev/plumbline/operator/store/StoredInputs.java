package dev.plumbline.operator.store;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.bundle.BundleIndex;
import dev.plumbline.report.input.BenchmarkDefinition;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.Inputs;
import dev.plumbline.report.model.ComplianceScanStatus.BenchmarkReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is stored of the inputs of a scan's reports.
 *
 * @param texts by their digests
 */
record StoredInputs(BundleIndex.Inputs index, SortedMap<String, String> texts) {

  private static final String NONE =
      "The reports have no digest of them: no control of theirs is about the cluster's objects, or"
          + " an earlier version of the operator has written them.";

  private static final String GONE =
      "What is stored of them is damaged or was deleted. Rescan, and export again.";

  static StoredInputs read(
      KubernetesClient client,
      String namespace,
      ComplianceScan scan,
      List<BenchmarkReport> reports) {
    ReportInputs stored = new ReportInputs(client, namespace);
    SortedMap<String, String> texts = new TreeMap<>();
    List<String> definitions = new ArrayList<>();
    String cluster = "";
    String missing = NONE;
    for (Inputs inputs : inputs(client, reports)) {
      missing = Objects.requireNonNullElse(inputs.notKept(), missing);
      // All reports of one evaluation have the same.
      if (inputs.clusterObjects() != null && cluster.isEmpty()) {
        Optional<String> text =
            stored.text(scan, inputs.clusterObjects(), ClusterEvidence.MAX_BYTES);
        if (text.isPresent()) {
          cluster = inputs.clusterObjects();
          texts.put(cluster, text.get());
        } else {
          missing = GONE;
        }
      }
      if (inputs.benchmark() != null) {
        stored
            .text(scan, inputs.benchmark(), BenchmarkDefinition.MAX_BYTES)
            .filter(text -> texts.put(inputs.benchmark(), text) == null)
            .ifPresent(text -> definitions.add(inputs.benchmark()));
      }
    }
    return new StoredInputs(
        new BundleIndex.Inputs(cluster, cluster.isEmpty() ? missing : "", definitions), texts);
  }

  private static List<Inputs> inputs(KubernetesClient client, List<BenchmarkReport> reports) {
    return reports.stream()
        .map(report -> client.resources(ComplianceReport.class).withName(report.name()).get())
        .flatMap(report -> Optional.ofNullable(report).stream())
        .flatMap(report -> Optional.ofNullable(report.getStatus()).stream())
        .map(ComplianceReportStatus::evaluatedFrom)
        .toList();
  }
}
