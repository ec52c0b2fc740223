package dev.plumbline.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The generator sorts columns by their path; people read them in the order that the types declare.
 */
final class PrinterColumns {

  private PrinterColumns() {}

  static String inDeclaredOrder(String yaml) {
    CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
    Class<? extends CustomResource<?, ?>> type =
        switch (crd.getSpec().getNames().getKind()) {
          case "ComplianceScan" -> ComplianceScan.class;
          case "ComplianceBenchmark" -> ComplianceBenchmark.class;
          case "ComplianceWaiver" -> ComplianceWaiver.class;
          case "ComplianceAttestation" -> ComplianceAttestation.class;
          default -> ComplianceReport.class;
        };
    List<String> declared =
        Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    crd.getSpec()
        .getVersions()
        .forEach(
            version ->
                version
                    .getAdditionalPrinterColumns()
                    .sort(Comparator.comparingInt(column -> declared.indexOf(column.getName()))));
    return "# Generated from the types in report/src/main/java/dev/plumbline/report/model: edit those.\n"
        + Serialization.asYaml(crd);
  }
}
