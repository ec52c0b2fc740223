package dev.plumbline.report;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The failures that a repository had when it began to be checked, so that only new ones count. What
 * could not be determined is never among them, since it may hide anything.
 */
public final class Baseline {

  /**
   * A failure that is known.
   *
   * @param control its name
   * @param source the file, or {@link NodeFindings#HOST}
   * @param fingerprint the same as in SARIF
   * @param count how many places of the source have it
   */
  public record Entry(String control, String source, String fingerprint, int count) {}

  private final List<Entry> entries;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private Baseline(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    entries.forEach(entry -> counts.merge(entry.fingerprint(), entry.count(), Integer::sum));
  }

  public static Baseline none() {
    return of(List.of());
  }

  public static Baseline of(List<Entry> entries) {
    return new Baseline(entries);
  }

  /** In the order of their sources and controls, which does not depend on the benchmark. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The failures that are accepted by no waiver and no attestation, by all benchmarks together.
   *
   * @param findings before anything is waived
   */
  public static Baseline ofFailures(
      List<NodeFindings> findings,
      List<Selection.Chosen> benchmarks,
      Approvals approvals,
      LocalDate today) {
    List<NodeFindings> reviewed = new ArrayList<>();
    for (Selection.Chosen benchmark : benchmarks) {
      Attestations attestations = Attestations.of(approvals, benchmark, benchmarks, today);
      Waivers waivers = Waivers.of(approvals, benchmark, benchmarks, today);
      findings.stream()
          .map(node -> node.of(benchmark.controls()))
          .map(attestations::applied)
          .map(waivers::applied)
          .forEach(reviewed::add);
    }
    return ofFailures(reviewed);
  }

  /**
   * The failures among findings, each once, however many benchmarks it was found for.
   *
   * @param findings after what is waived is no failure any more
   */
  public static Baseline ofFailures(List<NodeFindings> findings) {
    Map<String, Entry> all = new TreeMap<>();
    for (NodeFindings source : findings) {
      source
          .findings()
          .forEach(
              (control, finding) -> {
                if (finding.status() == Status.Fail) {
                  places(control, finding, source.node())
                      .forEach(
                          (print, count) ->
                              all.put(
                                  source.node() + "\n" + control.name() + "\n" + print,
                                  new Entry(control.name(), source.node(), print, count)));
                }
              });
    }
    return of(List.copyOf(all.values()));
  }

  /** Whether every place of a failure is known, and not one more than was known. */
  boolean holds(Control control, Finding finding, String node) {
    return !entries.isEmpty()
        && places(control, finding, node).entrySet().stream()
            .allMatch(place -> counts.getOrDefault(place.getKey(), 0) >= place.getValue());
  }

  /**
   * The entries that no longer occur: of controls that were evaluated for a source, and of sources
   * that are gone. Where it could not be determined, an entry may still occur.
   *
   * @param findings before anything is waived
   * @param exists whether a source that was not read is still there
   */
  public List<Entry> gone(List<NodeFindings> findings, Predicate<String> exists) {
    Map<String, List<NodeFindings>> bySource =
        findings.stream().collect(Collectors.groupingBy(NodeFindings::node));
    List<Entry> gone = new ArrayList<>();
    for (Entry entry : entries) {
      List<NodeFindings> of = bySource.getOrDefault(entry.source(), List.of());
      boolean fixed =
          of.isEmpty()
              ? !exists.test(entry.source())
              : of.stream().anyMatch(source -> isEvaluated(entry, source))
                  && of.stream().noneMatch(source -> mayOccur(entry, source));
      if (fixed) {
        gone.add(entry);
      }
    }
    return List.copyOf(gone);
  }

  private static boolean isEvaluated(Entry entry, NodeFindings source) {
    return source.findings().keySet().stream()
        .anyMatch(control -> control.name().equals(entry.control()));
  }

  private static boolean mayOccur(Entry entry, NodeFindings source) {
    return source.findings().entrySet().stream()
        .filter(found -> found.getKey().name().equals(entry.control()))
        .anyMatch(
            found ->
                found.getValue().status() == Status.Error
                    || found.getValue().status() == Status.Fail
                        && places(found.getKey(), found.getValue(), source.node())
                            .containsKey(entry.fingerprint()));
  }

  /** The fingerprint of each place, with how often it is there. */
  private static Map<String, Integer> places(Control control, Finding finding, String node) {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (EvidenceRef ref : finding.evidence()) {
      places.merge(Fingerprint.of(control.name(), ref.file(), ref.text()), 1, Integer::sum);
    }
    if (places.isEmpty()) {
      places.put(Fingerprint.ofNodes(control.name(), List.of(node)), 1);
    }
    return places;
  }
}
