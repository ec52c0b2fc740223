package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cluster's objects come to, before anything is waived or attested: so that it follows
 * from the evidence of the cluster and of its nodes alone.
 *
 * @param digest SHA-256 in lower-case hex of a line for each control about the cluster, sorted: the
 *     control's name and the status, with a space between them
 * @param byControl the same, by the control's name
 */
public record ClusterVerdicts(String digest, Map<String, Status> byControl) {

  public ClusterVerdicts {
    byControl = Collections.unmodifiableMap(new TreeMap<>(byControl));
  }

  static ClusterVerdicts of(Collection<Control> controls, Map<Control, Finding> findings) {
    Map<String, Status> byControl = new TreeMap<>();
    for (Control control : controls) {
      Finding finding = findings.get(control);
      if (control.isOfCluster() && finding != null) {
        byControl.put(control.name(), finding.status());
      }
    }
    MessageDigest lines = NodeVerdicts.sha256();
    byControl.forEach(
        (control, status) ->
            lines.update((control + " " + status + "\n").getBytes(StandardCharsets.UTF_8)));
    return new ClusterVerdicts(HexFormat.of().formatHex(lines.digest()), byControl);
  }
}
