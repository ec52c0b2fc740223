package dev.plumbline.operator.api;

import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceBenchmarkStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** A benchmark of one's own: a shipped one tailored, with controls of one's own beside it. */
@Group("plumbline.dev")
@Version("v1alpha1")
@ShortNames("cbench")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Extends", jsonPath = ".spec.extends", type = Type.STRING)
@AdditionalPrinterColumn(name = "Controls", jsonPath = ".status.controls", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class ComplianceBenchmark
    extends CustomResource<ComplianceBenchmarkSpec, ComplianceBenchmarkStatus> {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  protected ComplianceBenchmarkSpec initSpec() {
    return new ComplianceBenchmarkSpec(null, null, null, null, null);
  }
}
