package dev.plumbline.operator.api;

import dev.plumbline.report.model.ComplianceWaiverSpec;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/**
 * Accepts a failure. A resource of its own, so that whoever may edit scans need not be who may
 * accept a risk. It has no status: the reports say whether it takes effect.
 */
@Group("plumbline.dev")
@Version("v1alpha1")
@ShortNames("cwaiver")
@AdditionalPrinterColumn(name = "Control", jsonPath = ".spec.control", type = Type.STRING)
@AdditionalPrinterColumn(name = "Approved By", jsonPath = ".spec.approvedBy", type = Type.STRING)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expires", type = Type.STRING)
@AdditionalPrinterColumn(name = "Scans", jsonPath = ".spec.scans", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".spec.reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class ComplianceWaiver extends CustomResource<ComplianceWaiverSpec, Void> {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  protected ComplianceWaiverSpec initSpec() {
    return new ComplianceWaiverSpec("", "", "", "", null, null);
  }
}
