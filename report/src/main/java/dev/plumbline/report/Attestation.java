package dev.plumbline.report;

import dev.plumbline.report.model.ComplianceAttestationSpec;

/**
 * A ComplianceAttestation.
 *
 * @param name the object's
 */
public record Attestation(String name, ComplianceAttestationSpec spec) {}
