package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Every control's finding on one node, or on the cluster as a whole. */
public record NodeFindings(String node, Map<Control, Finding> findings) {
  /** Stands for the cluster: no node has such a name. */
  public static final String CLUSTER = "";

  /** Stands for the machine whose files are read. There is one at most. */
  public static final String HOST = "local";

  public NodeFindings {
    // Not Map.copyOf, which compares controls, all texts of them, wherever two may lie in one
    // place.
    findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
  }

  /** Those of some controls only. */
  public NodeFindings of(Collection<Control> controls) {
    return new NodeFindings(
        node,
        controls.stream()
            .filter(findings::containsKey)
            .distinct()
            .collect(Collectors.toMap(control -> control, findings::get)));
  }
}
