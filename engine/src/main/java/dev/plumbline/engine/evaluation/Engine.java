package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Judges evidence by a set of controls, compiled once. Safe for many threads. */
public final class Engine {

  private static final String CLUSTER = "cluster";

  private final List<CompiledControl> controls;

  private Engine(List<CompiledControl> controls) {
    this.controls = List.copyOf(controls);
  }

  /** With every parameter at its default. */
  public Engine(Iterable<Control> controls) {
    this(compiled(controls));
  }

  /** With controls that a benchmark has tailored. */
  public static Engine of(List<CompiledControl> controls) {
    return new Engine(controls);
  }

  private static List<CompiledControl> compiled(Iterable<Control> controls) {
    List<CompiledControl> compiled = new java.util.ArrayList<>();
    controls.forEach(control -> compiled.add(CompiledControl.of(control)));
    return compiled;
  }

  /** One finding for each control that speaks of a node, in the controls' order. */
  public Map<Control, Finding> evaluate(Evidence evidence, Release release) {
    // Those that no control speaks of too: expressions compare components.
    Set<String> names = new LinkedHashSet<>(Component.NAMES);
    controls.forEach(control -> names.add(control.control().component()));
    names.remove(CLUSTER);
    Map<String, Subject> subjects = Subject.of(evidence, release, names);
    Map<Control, Finding> findings = new LinkedHashMap<>();
    for (CompiledControl control : controls) {
      if (!control.control().isOfCluster()) {
        Subject subject = Objects.requireNonNull(subjects.get(control.control().component()));
        findings.put(control.control(), new NodeEvaluator(control, subject, release).finding());
      }
    }
    return findings;
  }

  /** One finding for each control that speaks of the cluster's objects, in the controls' order. */
  public Map<Control, Finding> evaluate(Facts cluster) {
    Map<Control, Finding> findings = new LinkedHashMap<>();
    for (CompiledControl control : controls) {
      if (control.control().isOfCluster()) {
        findings.put(control.control(), ClusterEvaluator.finding(control, cluster));
      }
    }
    return findings;
  }
}
