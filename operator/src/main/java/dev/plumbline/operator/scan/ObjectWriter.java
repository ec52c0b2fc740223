package dev.plumbline.operator.scan;

import dev.plumbline.operator.OperatorSettings.Writing;
import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.report.model.ComplianceBenchmarkStatus;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;

/** Writes scans' statuses and reports, as their only owner. */
final class ObjectWriter {

  /** As the operator writes whatever it owns. */
  static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("plumbline")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Writing writing;

  ObjectWriter(KubernetesClient client, Writing writing) {
    this.client = client;
    this.writing = writing;
  }

  /** Writes the status if it differs. */
  void status(ComplianceScan scan, ComplianceScanStatus status) {
    if (status.equals(scan.getStatus())) {
      return;
    }
    ComplianceScan fresh = new ComplianceScan();
    fresh.setMetadata(new ObjectMetaBuilder().withName(scan.getMetadata().getName()).build());
    fresh.setStatus(status);
    switch (writing) {
      case SERVER_SIDE_APPLY -> client.resource(fresh).subresource("status").patch(APPLY);
      case UPDATE ->
          client
              .resources(ComplianceScan.class)
              .withName(scan.getMetadata().getName())
              .editStatus(
                  current -> {
                    current.setStatus(status);
                    return current;
                  });
    }
  }

  /** Writes the status if it differs. */
  void status(ComplianceBenchmark benchmark, ComplianceBenchmarkStatus status) {
    if (status.equals(benchmark.getStatus())) {
      return;
    }
    String name = benchmark.getMetadata().getName();
    ComplianceBenchmark fresh = new ComplianceBenchmark();
    fresh.setMetadata(new ObjectMetaBuilder().withName(name).build());
    fresh.setStatus(status);
    switch (writing) {
      case SERVER_SIDE_APPLY -> client.resource(fresh).subresource("status").patch(APPLY);
      case UPDATE ->
          client
              .resources(ComplianceBenchmark.class)
              .withName(name)
              .editStatus(
                  current -> {
                    current.setStatus(status);
                    return current;
                  });
    }
  }

  Optional<ComplianceReport> report(String name) {
    return Optional.ofNullable(client.resources(ComplianceReport.class).withName(name).get());
  }

  /** Writes a report, making it first where there is none. */
  void report(ComplianceScan scan, ComplianceReportStatus status) {
    String name = scan.getMetadata().getName();
    Optional<ComplianceReport> existing = report(name);
    if (existing.isPresent() && status.equals(existing.get().getStatus())) {
      return;
    }
    ComplianceReport fresh = new ComplianceReport();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .addToLabels(NodeJob.MANAGED_BY, "plumbline")
            .withOwnerReferences(NodeJob.owner(scan))
            .build());
    switch (writing) {
      case SERVER_SIDE_APPLY -> {
        client.resource(fresh).patch(APPLY);
        fresh.setStatus(status);
        client.resource(fresh).subresource("status").patch(APPLY);
      }
      case UPDATE -> {
        if (existing.isEmpty()) {
          client.resource(fresh).create();
        }
        client
            .resources(ComplianceReport.class)
            .withName(name)
            .editStatus(
                current -> {
                  current.setStatus(status);
                  return current;
                });
      }
    }
  }
}
