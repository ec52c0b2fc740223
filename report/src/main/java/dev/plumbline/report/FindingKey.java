package dev.plumbline.report;

import dev.plumbline.engine.finding.Comparison;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What two nodes' findings have in common when they are the same: everything but the identifiers
 * that the kernel, the kubelet and the container runtime choose anew on each node.
 */
record FindingKey(
    Status status,
    Reason reason,
    String message,
    List<EvidenceRef> evidence,
    List<Patch> patches,
    List<String> commands,
    Optional<Comparison> comparison) {

  private static final String NAME = "ID";

  /** A process in /proc, or one that a message names. Bounded, so that matching is linear. */
  private static final Pattern PID =
      Pattern.compile(
          "(/proc/|\\bpid[ =:]{1,3}|\\bprocess )\\d{1,10}\\b", Pattern.CASE_INSENSITIVE);

  /** A pod's UID, as the API writes it or as systemd's slices do, and that of a static pod. */
  private static final Pattern POD =
      Pattern.compile(
          "[0-9a-f]{8}([-_])[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{4}\\1[0-9a-f]{12}"
              + "|(?:(?<=pod)|(?<![0-9a-f]))[0-9a-f]{32}(?![0-9a-f])");

  /** A container's ID at the end of its cgroup: after a slash, or a runtime's prefix. */
  private static final Pattern CONTAINER = Pattern.compile("(?<=[/-])[0-9a-f]{64}(?=[./\\s,;)]|$)");

  static FindingKey of(Finding finding) {
    return new FindingKey(
        finding.status(),
        finding.reason(),
        withoutIds(finding.message()),
        finding.evidence().stream().map(FindingKey::withoutIds).toList(),
        finding.patches(),
        finding.commands(),
        finding.comparison());
  }

  /** Of what tells almost all apart. Written out for the reason that InputRef gives. */
  @Override
  public int hashCode() {
    return Objects.hash(status, message, evidence);
  }

  private static EvidenceRef withoutIds(EvidenceRef ref) {
    return new EvidenceRef(withoutIds(ref.file()), ref.line(), ref.column(), ref.text());
  }

  private static String withoutIds(String text) {
    String withoutPids = PID.matcher(text).replaceAll("$1" + NAME);
    String withoutPods = POD.matcher(withoutPids).replaceAll(NAME);
    return CONTAINER.matcher(withoutPods).replaceAll(NAME);
  }
}
