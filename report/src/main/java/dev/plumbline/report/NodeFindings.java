package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every control's finding on one node, or on the cluster as a whole.
 *
 * @param findings not copied, and not to be changed: thousands of nodes may have the same evidence,
 *     and then they have the same map
 */
public record NodeFindings(String node, Map<Control, Finding> findings) {
  /** Stands for the cluster: no node has such a name. */
  public static final String CLUSTER = "";

  /** Stands for the machine whose files are read. There is one at most. */
  public static final String HOST = "local";

  public NodeFindings {
    // The same map where it is one of these already.
    findings = Collections.unmodifiableMap(findings);
  }

  /** Those of some controls only. */
  public NodeFindings of(Collection<Control> controls) {
    Set<Control> wanted = new HashSet<>(controls);
    return wanted.containsAll(findings.keySet())
        ? this
        : new NodeFindings(
            node,
            findings.entrySet().stream()
                .filter(finding -> wanted.contains(finding.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
