package dev.plumbline.engine.evaluation;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.distribution.Recognized;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Evaluates evidence by a set of controls, compiled once. Safe for many threads. */
public final class Engine {

  private static final String API_SERVER = "kube-apiserver";

  /** Said of a component with a manifest and without a process. */
  public static final String NOT_RUNNING = "No such process is running.";

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

  /**
   * Starts in the background what the first evaluation would wait for, while the caller reads what
   * is to be evaluated.
   */
  public static void prepare() {
    Thread thread = new Thread(CompiledControl::prepare, "engine-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static List<CompiledControl> compiled(Iterable<Control> controls) {
    List<CompiledControl> compiled = new ArrayList<>();
    controls.forEach(control -> compiled.add(CompiledControl.of(control)));
    return compiled;
  }

  /** One finding for each control that is about a node, in the controls' order. */
  public Map<Control, Finding> evaluate(Evidence evidence, ReleaseHints hints) {
    // Those that no control is about too: expressions compare components.
    Set<String> names = new LinkedHashSet<>(Component.NAMES);
    controls.stream()
        .map(CompiledControl::control)
        .filter(control -> !control.isOfCluster())
        .forEach(control -> names.add(control.component()));
    Map<String, Subject> subjects = Subject.of(evidence, hints, names);
    ProbeEvaluator probes = new ProbeEvaluator(evidence.probes());
    Set<String> paths = paths(evidence);
    Optional<Distribution> distribution = distribution(evidence, hints);
    Map<Control, Finding> findings = new LinkedHashMap<>();
    for (CompiledControl control : controls) {
      if (isAbout(evidence.scope(), control.control())) {
        Subject subject = Objects.requireNonNull(subjects.get(control.control().component()));
        findings.put(
            control.control(),
            new NodeEvaluator(control, subject, probes, paths, distribution).finding());
      }
    }
    return findings;
  }

  /** An API server that is on no node has nothing else that a control could be about. */
  private static boolean isAbout(Scope scope, Control control) {
    return scope.origin() == Scope.Origin.API_SERVER_ENDPOINT
        ? control.component().equals(API_SERVER)
        : !control.isOfCluster();
  }

  /** What a node is recognised as, by the version of its kubelet or by its own files. */
  private static Optional<Distribution> distribution(Evidence evidence, ReleaseHints hints) {
    Recognition.Node node = Recognition.Node.of(evidence).withVersion(hints.kubelet());
    return Distributions.recognize(node) instanceof Recognized.As one
        ? Optional.of(one.distribution())
        : Optional.empty();
  }

  /** The paths at which the evidence shows a file, as components name them and as they are. */
  private static Set<String> paths(Evidence evidence) {
    Set<String> paths = new LinkedHashSet<>();
    evidence.fileSets().forEach(set -> set.files().forEach(file -> paths.add(file.path())));
    for (Component component : evidence.components()) {
      paths.addAll(component.attributes().keySet());
      component.attributes().values().forEach(file -> paths.add(file.path()));
    }
    return Set.copyOf(paths);
  }

  /** One finding for each control that is about the cluster's objects, in the controls' order. */
  public Map<Control, Finding> evaluate(Facts cluster) {
    Map<Control, Finding> findings = new LinkedHashMap<>();
    for (CompiledControl control : controls) {
      if (control.control().isOfCluster()) {
        findings.put(control.control(), ClusterEvaluator.finding(control, cluster));
      }
    }
    return findings;
  }

  /**
   * A component that exits at once with its arguments.
   *
   * @param component its name
   * @param version the release that refuses them
   * @param where the argument
   */
  public record Refusal(String component, String version, String why, EvidenceRef where) {}

  /** The components that a known release refuses to start. */
  public static List<Refusal> refusals(Evidence evidence, ReleaseHints hints) {
    List<Refusal> refusals = new ArrayList<>();
    for (Component component : evidence.components()) {
      if (Component.NAMES.contains(component.name())
          && hints.of(component, evidence) instanceof Release.Known release
          && Components.resolve(component, release) instanceof EffectiveConfig.Rejected rejected) {
        refusals.add(
            new Refusal(component.name(), release.version(), rejected.why(), rejected.location()));
      }
    }
    return refusals;
  }

  /** The release that each component of the evidence is evaluated as, by the component's name. */
  public static Map<String, Release> releases(Evidence evidence, ReleaseHints hints) {
    Map<String, Release> releases = new TreeMap<>();
    for (Component component : evidence.components()) {
      // A node writes what it likes, and the names are shown.
      if (Component.NAMES.contains(component.name())) {
        releases.putIfAbsent(component.name(), hints.of(component, evidence));
      }
    }
    return releases;
  }
}
