package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.Waiver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recorded exceptions. One counts for a finding that is Fail, and for no other: a finding in Error
 * may hide anything, so that nobody can accept it.
 */
public final class Waivers {

  private final List<Waiver> waivers;
  private final Benchmark benchmark;
  private final LocalDate today;
  private final Baseline baseline;

  public Waivers(List<Waiver> waivers, Benchmark benchmark, LocalDate today) {
    this(waivers, benchmark, today, Baseline.none());
  }

  private Waivers(List<Waiver> waivers, Benchmark benchmark, LocalDate today, Baseline baseline) {
    this.waivers = List.copyOf(waivers);
    this.benchmark = benchmark;
    this.today = today;
    this.baseline = baseline;
  }

  /** The same, which accept the failures of a baseline too. */
  public Waivers with(Baseline known) {
    return new Waivers(waivers, benchmark, today, known);
  }

  /**
   * Those of a scan that count for one of its benchmarks: a waiver for a control of another of them
   * alone has nothing to match here.
   */
  public static Waivers of(
      ComplianceScanSpec scan,
      Selection.Chosen chosen,
      List<Selection.Chosen> all,
      LocalDate today) {
    Benchmark benchmark = chosen.benchmark();
    return new Waivers(
        scan.waived().stream()
            .filter(
                waiver ->
                    Selections.has(benchmark, waiver.control())
                        || all.stream()
                            .noneMatch(b -> Selections.has(b.benchmark(), waiver.control())))
            .toList(),
        benchmark,
        today);
  }

  public static Waivers none(Benchmark benchmark) {
    return new Waivers(List.of(), benchmark, LocalDate.MAX);
  }

  /** Whether a day is past. */
  public static boolean hasExpired(String expires, LocalDate today) {
    return today.isAfter(LocalDate.parse(expires));
  }

  /** The findings, with failures that are waived as Waived. */
  public NodeFindings applied(NodeFindings findings) {
    Map<Control, Finding> applied = new HashMap<>();
    findings
        .findings()
        .forEach((control, finding) -> applied.put(control, of(control, finding, findings.node())));
    return new NodeFindings(findings.node(), applied);
  }

  private Finding of(Control control, Finding finding, String node) {
    Optional<Waiver> found =
        waivers.stream()
            .filter(waiver -> isFor(control, waiver) && covers(waiver, node))
            .filter(waiver -> !hasExpired(waiver.expires(), today))
            .findFirst();
    if (finding.status() != Status.Fail) {
      return finding;
    }
    if (found.isEmpty()) {
      return baseline.holds(control, finding, node)
          ? waived("It is in the baseline.", finding)
          : finding;
    }
    Waiver waiver = found.get();
    return waived(
        "Waived until "
            + waiver.expires()
            + (waiver.by().isEmpty() ? "" : " by " + waiver.by())
            + ": "
            + waiver.reason()
            + ".",
        finding);
  }

  private static Finding waived(String why, Finding finding) {
    return new Finding(
        Status.Waived,
        Reason.Waived,
        why + " " + finding.message(),
        finding.evidence(),
        finding.patches(),
        finding.commands());
  }

  private boolean isFor(Control control, Waiver waiver) {
    return waiver.control().equals(control.name())
        || control.name().equals(benchmark.controls().get(waiver.control()));
  }

  /** A finding about the cluster is of no node, so that only a waiver for all nodes covers it. */
  private static boolean covers(Waiver waiver, String node) {
    return waiver.nodeNames().isEmpty()
        || !node.equals(NodeFindings.CLUSTER)
            && waiver.nodeNames().stream().anyMatch(name -> NodePattern.of(name).matches(node));
  }

  /**
   * Which of them have expired, or have no failure to accept.
   *
   * @param evaluated the findings before any was waived
   */
  WaiverStatus status(List<NodeFindings> evaluated) {
    List<String> expired = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    for (Waiver waiver : waivers) {
      if (hasExpired(waiver.expires(), today)) {
        expired.add("The waiver for " + waiver.control() + " expired on " + waiver.expires() + ".");
      } else if (!meetsFailure(waiver, evaluated)) {
        String nodes = String.join(", ", waiver.nodeNames());
        unmatched.add(
            "The waiver for "
                + waiver.control()
                + (nodes.isEmpty() ? "" : " on " + nodes)
                + " matches no failure.");
      }
    }
    if (waivers.isEmpty()) {
      return new WaiverStatus.None();
    }
    if (expired.isEmpty() && unmatched.isEmpty()) {
      return new WaiverStatus.InEffect(waivers.size());
    }
    String reason = expired.isEmpty() ? "Unmatched" : "Expired";
    expired.addAll(unmatched);
    return new WaiverStatus.NotInEffect(reason, expired);
  }

  private boolean meetsFailure(Waiver waiver, List<NodeFindings> evaluated) {
    return evaluated.stream()
        .filter(node -> covers(waiver, node.node()))
        .flatMap(node -> node.findings().entrySet().stream())
        .anyMatch(e -> isFor(e.getKey(), waiver) && e.getValue().status() == Status.Fail);
  }
}
