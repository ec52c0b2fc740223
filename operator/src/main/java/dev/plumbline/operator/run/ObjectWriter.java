package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceBenchmark;
import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.settings.OperatorSettings.Writing;
import dev.plumbline.operator.store.ScanOwnership;
import dev.plumbline.report.model.ComplianceBenchmarkStatus;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;

/** Writes reports and statuses, as their only owner. What has not changed is not written. */
final class ObjectWriter {

  /** How the operator writes whatever it owns. */
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

  void status(ComplianceScan scan, ComplianceScanStatus status) {
    if (!status.equals(scan.getStatus())) {
      ComplianceScan fresh = new ComplianceScan();
      fresh.setMetadata(named(scan.getMetadata().getName()));
      writeStatus(ComplianceScan.class, fresh, status);
    }
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

  /** Writes a report; creates it where there is none. */
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
            .addToLabels(ScanOwnership.MANAGED_BY, "plumbline")
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
