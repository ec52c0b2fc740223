package dev.plumbline.report;

import dev.plumbline.report.model.ComplianceWaiverSpec;

/**
 * A ComplianceWaiver.
 *
 * @param name the object's
 */
public record Waiver(String name, ComplianceWaiverSpec spec) {

  boolean isForAllScans() {
    return spec.scanNames().isEmpty();
  }
}
