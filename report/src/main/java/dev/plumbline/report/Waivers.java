package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recorded exceptions. One counts for a finding that is Fail, and for no other: a finding in Error
 * may hide anything, so that nobody can accept it.
 */
public final class Waivers {

  private final List<Waiver> waivers;

  /** Why others don't count, a sentence for each. */
  private final List<String> ambiguous;

  private final Benchmark benchmark;
  private final LocalDate today;
  private final Baseline baseline;

  public Waivers(List<Waiver> waivers, Benchmark benchmark, LocalDate today) {
    this(waivers, List.of(), benchmark, today, Baseline.none());
  }

  private Waivers(
      List<Waiver> waivers,
      List<String> ambiguous,
      Benchmark benchmark,
      LocalDate today,
      Baseline baseline) {
    this.waivers = List.copyOf(waivers);
    this.ambiguous = List.copyOf(ambiguous);
    this.benchmark = benchmark;
    this.today = today;
    this.baseline = baseline;
  }

  /** The same, which accept the failures of a baseline too. */
  public Waivers with(Baseline known) {
    return new Waivers(waivers, ambiguous, benchmark, today, known);
  }

  /**
   * Those that count for one of a scan's benchmarks: a waiver for a control of another of them
   * alone has nothing to match here, nor has one for all scans whose control this scan leaves out.
   * A number that means different controls, in these benchmarks or in those that may take their
   * place when the cluster is upgraded, accepts none: nobody knows which failure was meant.
   *
   * @param approvals those that apply to the scan
   */
  public static Waivers of(
      Approvals approvals, Selection.Chosen chosen, List<Selection.Chosen> all, LocalDate today) {
    List<Benchmark> benchmarks = all.stream().map(Selection.Chosen::benchmark).toList();
    Benchmark benchmark = chosen.benchmark();
    List<Waiver> clear = new ArrayList<>();
    List<String> ambiguous = new ArrayList<>();
    for (Waiver waiver : approvals.waivers()) {
      String control = waiver.spec().control();
      boolean isHere = Selections.has(benchmark, control);
      boolean isElsewhere =
          !isHere && benchmarks.stream().anyMatch(b -> Selections.has(b, control));
      boolean isLeftOut = isHere && waiver.isForAllScans() && !selects(chosen, waiver);
      if (isElsewhere || isLeftOut) {
        continue;
      }
      approvals
          .ambiguous(control, all)
          .ifPresentOrElse(
              why -> ambiguous.add("The waiver " + waiver.name() + " does not count. " + why),
              () -> clear.add(waiver));
    }
    return new Waivers(clear, ambiguous, benchmark, today, Baseline.none());
  }

  private static boolean selects(Selection.Chosen chosen, Waiver waiver) {
    return chosen.controls().stream()
        .anyMatch(control -> chosen.benchmark().denotes(waiver.spec().control(), control));
  }

  public static Waivers none(Benchmark benchmark) {
    return new Waivers(List.of(), benchmark, LocalDate.MAX);
  }

  /** Whether a day is past. What is no day never comes, so that nothing is valid until then. */
  public static boolean hasExpired(String expires, LocalDate today) {
    return !SpecError.isDay(expires) || today.isAfter(LocalDate.parse(expires));
  }

  /** The findings, with failures that are waived as Waived. */
  public NodeFindings applied(NodeFindings findings) {
    return waivers.isEmpty() && baseline.entries().isEmpty()
        ? findings
        : applied(findings, covering(findings.node()));
  }

  private NodeFindings applied(NodeFindings findings, List<Waiver> covering) {
    Map<Control, Finding> applied = new HashMap<>();
    findings
        .findings()
        .forEach(
            (control, finding) ->
                applied.put(control, of(control, finding, findings.node(), covering)));
    return new NodeFindings(findings.node(), applied);
  }

  /** The same for each of many: nodes alike that the same waivers cover have one map after it. */
  List<NodeFindings> applied(List<NodeFindings> nodes) {
    if (waivers.isEmpty() || !baseline.entries().isEmpty()) {
      return nodes.stream().map(this::applied).toList();
    }
    IdentityHashMap<Map<Control, Finding>, Map<List<Waiver>, NodeFindings>> known =
        new IdentityHashMap<>();
    return nodes.stream()
        .map(
            node ->
                new NodeFindings(
                    node.node(),
                    known
                        .computeIfAbsent(node.findings(), alike -> new HashMap<>())
                        .computeIfAbsent(covering(node.node()), covering -> applied(node, covering))
                        .findings()))
        .toList();
  }

  private List<Waiver> covering(String node) {
    return waivers.stream().filter(waiver -> covers(waiver, node)).toList();
  }

  private Finding of(Control control, Finding finding, String node, List<Waiver> covering) {
    Optional<Waiver> found =
        covering.stream()
            .filter(waiver -> isFor(control, waiver))
            .filter(waiver -> !hasExpired(waiver.spec().expires(), today))
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
            + waiver.spec().expires()
            + " by the waiver "
            + waiver.name()
            + ", approvedBy "
            + waiver.spec().approvedBy()
            + ": "
            + Attestations.sentence(waiver.spec().reason()),
        finding);
  }

  private static Finding waived(String why, Finding finding) {
    return new Finding(
        Status.Waived,
        Reason.Waived,
        why + " " + finding.message(),
        finding.evidence(),
        finding.patches(),
        finding.commands(),
        finding.comparison());
  }

  private boolean isFor(Control control, Waiver waiver) {
    return benchmark.denotes(waiver.spec().control(), control);
  }

  /** A finding about the cluster is of no node, so that only a waiver for all nodes covers it. */
  private static boolean covers(Waiver waiver, String node) {
    return waiver.spec().nodeNames().isEmpty()
        || !node.equals(NodeFindings.CLUSTER)
            && waiver.spec().nodeNames().stream()
                .anyMatch(name -> NodePattern.of(name).matches(node));
  }

  /**
   * Which of them have expired, are ambiguous, or have no failure to accept.
   *
   * @param evaluated the findings before any was waived
   */
  WaiverStatus status(List<NodeFindings> evaluated) {
    List<String> expired = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    for (Waiver waiver : waivers) {
      if (hasExpired(waiver.spec().expires(), today)) {
        expired.add(named(waiver) + " expired on " + waiver.spec().expires() + ".");
      } else if (!meetsFailure(waiver, evaluated)) {
        String nodes = String.join(", ", waiver.spec().nodeNames());
        unmatched.add(
            named(waiver) + (nodes.isEmpty() ? "" : " on " + nodes) + " matches no failure.");
      }
    }
    if (waivers.isEmpty() && ambiguous.isEmpty()) {
      return new WaiverStatus.None();
    }
    if (expired.isEmpty() && ambiguous.isEmpty() && unmatched.isEmpty()) {
      return new WaiverStatus.InEffect(waivers.size());
    }
    return new WaiverStatus.NotInEffect(
        expired.isEmpty() ? ambiguous.isEmpty() ? "Unmatched" : "Ambiguous" : "Expired",
        Stream.of(expired, ambiguous, unmatched).flatMap(List::stream).toList());
  }

  private static String named(Waiver waiver) {
    return "The waiver " + waiver.name() + " for " + waiver.spec().control();
  }

  private boolean meetsFailure(Waiver waiver, List<NodeFindings> evaluated) {
    return evaluated.stream()
        .filter(node -> covers(waiver, node.node()))
        .flatMap(node -> node.findings().entrySet().stream())
        .anyMatch(e -> isFor(e.getKey(), waiver) && e.getValue().status() == Status.Fail);
  }
}
