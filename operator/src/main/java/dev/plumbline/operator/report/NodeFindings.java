package dev.plumbline.operator.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import java.util.Map;

/** Every control's finding on one node. */
public record NodeFindings(String node, Map<Control, Finding> findings) {
  public NodeFindings {
    findings = Map.copyOf(findings);
  }
}
