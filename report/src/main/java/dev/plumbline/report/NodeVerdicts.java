package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What evidence comes to on each node, before anything is waived or attested: so that it follows
 * from the evidence alone.
 *
 * @param digest SHA-256 in lower-case hex of a line for each control and node, sorted by control
 *     and then by node: the control's name, the node's name and the status, with a space between
 *     them
 * @param byControl on how many nodes each control about nodes has each status, by the control's
 *     name
 */
public record NodeVerdicts(String digest, Map<String, Map<Status, Integer>> byControl) {

  public NodeVerdicts {
    byControl = Collections.unmodifiableMap(new TreeMap<>(byControl));
  }

  static NodeVerdicts of(Collection<Control> controls, Collection<NodeFindings> findings) {
    List<NodeFindings> nodes =
        findings.stream().sorted(Comparator.comparing(NodeFindings::node)).toList();
    MessageDigest lines = sha256();
    Map<String, Map<Status, Integer>> byControl = new TreeMap<>();
    controls.stream()
        .filter(control -> !control.isOfCluster())
        .distinct()
        .sorted(Comparator.comparing(Control::name))
        .forEach(control -> byControl.put(control.name(), counts(control, nodes, lines)));
    return new NodeVerdicts(HexFormat.of().formatHex(lines.digest()), byControl);
  }

  private static Map<Status, Integer> counts(
      Control control, List<NodeFindings> nodes, MessageDigest lines) {
    Map<Status, Integer> counts = new TreeMap<>();
    for (NodeFindings node : nodes) {
      Finding finding = node.findings().get(control);
      if (finding != null) {
        counts.merge(finding.status(), 1, Integer::sum);
        lines.update(
            (control.name() + " " + node.node() + " " + finding.status() + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return counts;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
