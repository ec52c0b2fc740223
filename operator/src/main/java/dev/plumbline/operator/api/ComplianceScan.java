package dev.plumbline.operator.api;

import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceScanStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** Asks which nodes meet a benchmark. Cluster-scoped, since nodes are. */
@Group("plumbline.dev")
@Version("v1alpha1")
@ShortNames("cscan")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Compliant",
    jsonPath = ".status.conditions[?(@.type==\"Compliant\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.nodes.selected", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Evaluated",
    jsonPath = ".status.nodes.evaluated",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Not Evaluated",
    jsonPath = ".status.nodes.notEvaluated",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Last Scan", jsonPath = ".status.lastScanTime", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Next Scan",
    jsonPath = ".status.nextScanTime",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class ComplianceScan extends CustomResource<ComplianceScanSpec, ComplianceScanStatus> {

  @Serial private static final long serialVersionUID = 1L;

  /** Any new value of this annotation starts a new run. */
  public static final String RESCAN = "plumbline.dev/rescan";

  @Override
  protected ComplianceScanSpec initSpec() {
    return ComplianceScanSpec.defaults();
  }
}
