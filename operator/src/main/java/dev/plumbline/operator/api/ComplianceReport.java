package dev.plumbline.operator.api;

import dev.plumbline.report.model.ComplianceReportStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** Answers a ComplianceScan for one benchmark. Written by the operator alone. */
@Group("plumbline.dev")
@Version("v1alpha1")
@ShortNames("creport")
@AdditionalPrinterColumn(
    name = "Compliant",
    jsonPath = ".status.conditions[?(@.type==\"Compliant\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Pass", jsonPath = ".status.summary.pass", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Fail", jsonPath = ".status.summary.fail", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Error", jsonPath = ".status.summary.error", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Manual", jsonPath = ".status.summary.manual", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Score", jsonPath = ".status.summary.score", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "ControlPlane",
    jsonPath = ".status.conditions[?(@.type==\"ControlPlaneObserved\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.nodes.selected", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Evaluated",
    jsonPath = ".status.nodes.evaluated",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Benchmark", jsonPath = ".status.benchmark", type = Type.STRING)
@AdditionalPrinterColumn(name = "Scanned", jsonPath = ".status.lastScanTime", type = Type.DATE)
public final class ComplianceReport extends CustomResource<Void, ComplianceReportStatus> {

  @Serial private static final long serialVersionUID = 1L;
}
