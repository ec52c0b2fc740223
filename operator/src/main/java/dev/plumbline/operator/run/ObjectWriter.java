package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceBenchmarkStatus;
import dev.plumbline.report.model.ComplianceReportStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes reports and statuses, as their only owner. What has not changed is not written. */
final class ObjectWriter {

  static final String FIELD_MANAGER = "plumbline";

  /** How the operator writes whatever it owns. */
  static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Writing writing;

  ObjectWriter(KubernetesClient client, Writing writing) {
    this.client = client;
    this.writing = writing;
  }

  void status(ComplianceBenchmark benchmark, ComplianceBenchmarkStatus status) {
    if (!status.equals(benchmark.getStatus())) {
      ComplianceBenchmark fresh = new ComplianceBenchmark();
      fresh.setMetadata(named(benchmark.getMetadata().getName()));
      writeStatus(ComplianceBenchmark.class, fresh, status);
    }
  }

  Optional<ComplianceReport> report(String name) {
    return Optional.ofNullable(client.resources(ComplianceReport.class).withName(name).get());
  }

  /** Every report of a scan: those of benchmarks that it no longer asks for too. */
  List<ComplianceReport> reports(ComplianceScan scan) {
    // A report that an earlier version wrote has no label. It has the scan's name.
    return Stream.concat(
            client
                .resources(ComplianceReport.class)
                .withLabel(ScanOwnership.SCAN_UID, scan.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .filter(report -> !isNamedAs(scan, report)),
            report(scan.getMetadata().getName()).stream())
        .filter(report -> ScanOwnership.owns(scan, report))
        .toList();
  }

  private static boolean isNamedAs(ComplianceScan scan, ComplianceReport report) {
    return report.getMetadata().getName().equals(scan.getMetadata().getName());
  }

  void delete(ComplianceReport report) {
    client.resource(report).delete();
  }

  /** Writes the report on a benchmark; creates it where there is none. */
  void report(ComplianceScan scan, String benchmark, ComplianceReportStatus status) {
    String name = scan.getSpec().reportName(scan.getMetadata().getName(), benchmark);
    Map<String, String> labels = ScanOwnership.reportLabels(scan, benchmark);
    Optional<ComplianceReport> existing = report(name);
    if (existing.isPresent()
        && status.equals(existing.get().getStatus())
        && hasLabels(existing.get(), labels)) {
      return;
    }
    ComplianceReport fresh = new ComplianceReport();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withLabels(labels)
            .withOwnerReferences(ScanOwnership.owner(scan))
            .build());
    switch (writing) {
      case SERVER_SIDE_APPLY -> client.resource(fresh).patch(APPLY);
      case UPDATE -> {
        if (existing.isEmpty()) {
          client.resource(fresh).create();
        }
      }
    }
    writeStatus(ComplianceReport.class, fresh, status);
  }

  /** Others may have added some of their own. */
  private static boolean hasLabels(ComplianceReport report, Map<String, String> labels) {
    return Optional.ofNullable(report.getMetadata().getLabels())
        .filter(present -> present.entrySet().containsAll(labels.entrySet()))
        .isPresent();
  }

  private <S, R extends CustomResource<?, S>> void writeStatus(Class<R> type, R fresh, S status) {
    switch (writing) {
      case SERVER_SIDE_APPLY -> {
        fresh.setStatus(status);
        client.resource(fresh).subresource("status").patch(APPLY);
      }
      case UPDATE ->
          client
              .resources(type)
              .withName(fresh.getMetadata().getName())
              .editStatus(
                  current -> {
                    current.setStatus(status);
                    return current;
                  });
    }
  }

  private static ObjectMeta named(String name) {
    return new ObjectMetaBuilder().withName(name).build();
  }
}
