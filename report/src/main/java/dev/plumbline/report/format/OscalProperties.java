package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.NistCrosswalk;
import dev.plumbline.engine.catalogue.NistCrosswalk.Revision;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plumbline's own properties in {@link Oscal}. */
final class OscalProperties {

  /** Their names stand in this namespace. */
  private static final String NAMESPACE = "https://plumbline.dev/ns/oscal";

  private final NistCrosswalk crosswalk = NistCrosswalk.of(Catalogue.load());

  static Map<String, Object> property(String name, String value) {
    return Oscal.ordered("name", name, "ns", NAMESPACE, "value", value);
  }

  /**
   * Its result, its severity, what its benchmark states, and the controls of NIST SP 800-53 that it
   * belongs to.
   */
  List<Object> of(ControlResult control) {
    List<Object> all = new ArrayList<>();
    all.add(property("status", control.status().name()));
    all.add(property("severity", control.severity().name()));
    if (control.level() != null) {
      all.add(property("level", control.level().toString()));
    }
    if (control.assessment() != null) {
      all.add(property("assessment", control.assessment().name()));
    }
    crosswalk.ccis(control.name()).forEach(cci -> all.add(property("cci", cci)));
    for (Revision revision : Revision.values()) {
      String name = "nist-sp-800-53-rev" + revision.number();
      crosswalk.controls(control.name(), revision).forEach(nist -> all.add(property(name, nist)));
    }
    return all;
  }
}
