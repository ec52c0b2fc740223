package dev.plumbline.operator.api;

import dev.plumbline.report.model.ComplianceAttestationSpec;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/**
 * Answers a control that only a person can verify. It has no status: the reports say whether it
 * takes effect.
 */
@Group("plumbline.dev")
@Version("v1alpha1")
@ShortNames("cattestation")
@AdditionalPrinterColumn(name = "Control", jsonPath = ".spec.control", type = Type.STRING)
@AdditionalPrinterColumn(name = "Approved By", jsonPath = ".spec.approvedBy", type = Type.STRING)
@AdditionalPrinterColumn(name = "Date", jsonPath = ".spec.date", type = Type.STRING)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expires", type = Type.STRING)
@AdditionalPrinterColumn(name = "Scans", jsonPath = ".spec.scans", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class ComplianceAttestation extends CustomResource<ComplianceAttestationSpec, Void> {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  protected ComplianceAttestationSpec initSpec() {
    return new ComplianceAttestationSpec("", "", "", "", "", null);
  }
}
