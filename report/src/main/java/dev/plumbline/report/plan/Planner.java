package dev.plumbline.report.plan;

import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.RunEvaluator;
import dev.plumbline.report.Selection;
import dev.plumbline.report.bundle.EvidenceBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Evaluates the evidence of a bundle twice: as it is, and as it would be. */
public final class Planner {

  private final List<Selection.Chosen> benchmarks;
  private final String version;
  private final Overlay overlay;

  private final LaidLayers laid;
  private final Map<Engine.Refusal, Set<String>> refusals = new LinkedHashMap<>();
  private final Map<Engine.Refusal, Set<String>> before = new LinkedHashMap<>();

  /**
   * @param version the release that every component but etcd is to run, such as {@code v1.37.2};
   *     empty for those that they run now
   */
  public Planner(List<Selection.Chosen> benchmarks, String version, Overlay overlay) {
    this.benchmarks = List.copyOf(benchmarks);
    this.version = version;
    this.overlay = overlay;
    this.laid = new LaidLayers(overlay);
  }

  /** What would change for the nodes of a bundle. */
  public Plan of(EvidenceBundle bundle) {
    RunEvaluator now = RunEvaluator.of(benchmarks);
    RunEvaluator planned = RunEvaluator.of(benchmarks);
    bundle
        .readings()
        .forEach(
            reading -> {
              now.add(reading);
              planned(reading).forEach(planned::add);
            });
    List<Plan.Change> changes = new ArrayList<>();
    Set<Control> changed = new HashSet<>();
    changes(findings(now, bundle), findings(planned, bundle), changes, changed);
    Map<Boolean, Long> controls =
        benchmarks.stream()
            .flatMap(benchmark -> benchmark.controls().stream())
            .distinct()
            .collect(Collectors.partitioningBy(Control::isOfCluster, Collectors.counting()));
    int ofCluster =
        bundle.index().inputs().clusterObjects().isEmpty()
            ? 0
            : Math.toIntExact(Objects.requireNonNull(controls.get(true)));
    return new Plan(
        Plan.KIND,
        version,
        bundle.index().scan(),
        bundle.index().run().id(),
        bundle.index().nodes().size(),
        bundle.index().selected(),
        laid.laid(),
        refused(),
        changes.stream().sorted(worstFirst()).toList(),
        laid.notLaid(),
        Math.toIntExact(Objects.requireNonNull(controls.get(false))) + ofCluster - changed.size(),
        ofCluster);
  }

  private static Comparator<Plan.Change> worstFirst() {
    return Comparator.comparingInt(
            (Plan.Change change) -> Status.WORST_FIRST.indexOf(change.after()))
        .thenComparing(Plan.Change::severity)
        .thenComparing(Plan.Change::id)
        .thenComparing(Plan.Change::control)
        .thenComparing(change -> String.join(",", change.nodes()));
  }

  /** Nodes that have the same evidence, and of which only some get another. */
  private List<NodeReading.Collected> planned(NodeReading.Collected reading) {
    List<NodeReading.Collected> all = new ArrayList<>();
    reading.nodes().stream()
        .collect(Collectors.partitioningBy(overlay::isFor))
        .forEach(
            (chosen, nodes) -> {
              if (!nodes.isEmpty()) {
                all.add(planned(reading, nodes, chosen ? overlay : Overlay.none()));
              }
            });
    return all;
  }

  private NodeReading.Collected planned(
      NodeReading.Collected reading, List<String> nodes, Overlay files) {
    Evidence next = NextStart.of(reading.evidence());
    Overlay.Laid over = files.over(next, reading.hints());
    laid.add(over.laid(), nodes);
    ReleaseHints hints = version.isEmpty() ? reading.hints() : reading.hints().upgradedTo(version);
    add(refusals, over.evidence(), hints, nodes);
    add(before, next, reading.hints(), nodes);
    return new NodeReading.Collected(nodes, hints, over.evidence());
  }

  /** A node's evidence is not trusted; what it does to its evaluation is in its findings. */
  private static void add(
      Map<Engine.Refusal, Set<String>> to,
      Evidence evidence,
      ReleaseHints hints,
      Collection<String> nodes) {
    try {
      Engine.refusals(evidence, hints)
          .forEach(refusal -> to.computeIfAbsent(refusal, same -> new TreeSet<>()).addAll(nodes));
    } catch (RuntimeException | StackOverflowError e) {
      // Its controls are Errors, which say so.
    }
  }

  /** Of the cluster too: the API servers' own defaults of Pod Security count for its namespaces. */
  private static Map<String, Map<Control, Finding>> findings(
      RunEvaluator evaluator, EvidenceBundle bundle) {
    Map<String, Map<Control, Finding>> byNode = new TreeMap<>();
    for (NodeFindings node : evaluator.with(bundle.cluster()).findings()) {
      byNode.put(node.node(), node.findings());
    }
    return byNode;
  }

  private record Key(Control control, Status before, Status after, String message) {}

  /** That a component refuses to start is told once, and not by each of its controls. */
  private void changes(
      Map<String, Map<Control, Finding>> now,
      Map<String, Map<Control, Finding>> planned,
      List<Plan.Change> changes,
      Set<Control> changed) {
    Map<Key, Set<String>> nodes = new HashMap<>();
    planned.forEach(
        (node, findings) ->
            findings.forEach(
                (control, after) -> {
                  Finding before = Objects.requireNonNull(now.get(node)).get(control);
                  if (before != null && before.status() != after.status()) {
                    changed.add(control);
                    if (after.reason() != Reason.InvalidArguments) {
                      nodes
                          .computeIfAbsent(
                              new Key(control, before.status(), after.status(), message(after)),
                              key -> new TreeSet<>())
                          .add(node);
                    }
                  }
                }));
    nodes.forEach(
        (key, of) ->
            changes.add(
                new Plan.Change(
                    number(key.control()),
                    key.control().name(),
                    key.control().title(),
                    key.control().severity(),
                    key.before(),
                    key.after(),
                    key.message(),
                    of.stream().filter(node -> !node.equals(NodeFindings.CLUSTER)).toList())));
  }

  /** Processes were left out, and not looked for. */
  private static String message(Finding after) {
    return after.message().replace(" " + Engine.NOT_RUNNING, "");
  }

  private String number(Control control) {
    return benchmarks.get(0).benchmark().controls().entrySet().stream()
        .filter(entry -> entry.getValue().equals(control.name()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private List<Plan.Refusal> refused() {
    Set<String> already =
        before.entrySet().stream()
            .flatMap(
                entry -> entry.getValue().stream().map(node -> entry.getKey().component() + node))
            .collect(Collectors.toSet());
    List<Plan.Refusal> all = new ArrayList<>();
    refusals.forEach(
        (refusal, nodes) -> {
          Map<Boolean, List<String>> since =
              nodes.stream()
                  .collect(
                      Collectors.partitioningBy(
                          node -> already.contains(refusal.component() + node)));
          since.forEach(
              (old, of) -> {
                if (!of.isEmpty()) {
                  all.add(
                      new Plan.Refusal(
                          refusal.component(),
                          refusal.version(),
                          refusal.why(),
                          refusal.where().file(),
                          refusal.where().line(),
                          old ? Plan.Since.BEFORE : Plan.Since.PLAN,
                          of));
                }
              });
        });
    all.sort(
        Comparator.comparing(Plan.Refusal::since)
            .thenComparing(Plan.Refusal::component)
            .thenComparing(Plan.Refusal::file));
    return all;
  }
}
