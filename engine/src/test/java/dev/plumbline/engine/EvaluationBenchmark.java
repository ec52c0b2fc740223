package dev.plumbline.engine;

import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Outcome;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast evidence is evaluated; {@code engine/bench} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EvaluationBenchmark {

  private static final ReleaseHints HINTS = ReleaseHints.ofNode("v1.36.3");

  /** A control, and the facts of a component that it is about. */
  private record Case(CompiledControl control, Facts facts) {}

  private final Evidence evidence =
      new Collector(Duration.ofMinutes(1))
          .collectHost(HostRoots.project().resolve("examples/hosts/control-plane-1"));

  private final Engine engine;
  private final List<Case> cases = new ArrayList<>();
  private int next;

  /** With every control of a node, and a control-plane node of the examples. */
  public EvaluationBenchmark() {
    List<Control> controls =
        Catalogue.load().controls().stream().filter(control -> !control.isOfCluster()).toList();
    engine = new Engine(controls);
    Map<String, Release> releases = Engine.releases(evidence, HINTS);
    for (Component component : evidence.components()) {
      Release release = Objects.requireNonNull(releases.get(component.name()));
      if (Components.resolve(component, release) instanceof EffectiveConfig.Resolved resolved) {
        controls.stream()
            .filter(control -> control.component().equals(component.name()))
            .forEach(control -> cases.add(new Case(CompiledControl.of(control), resolved.facts())));
      }
    }
  }

  /** One control over the facts of one component: the controls follow each other. */
  @Benchmark
  public Outcome control() {
    Case one = cases.get(next);
    next = (next + 1) % cases.size();
    return one.control().evaluate(one.facts());
  }

  /** All of a node: arguments to facts, every control, and the fixes of those that fail. */
  @Benchmark
  public Map<Control, Finding> node() {
    return engine.evaluate(evidence, HINTS);
  }
}
