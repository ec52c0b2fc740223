package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.HostRoots;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of its two runtimes evaluates an expression changes no verdict and no message. */
class RuntimesAgreeTest {

  private final Catalogue catalogue = Catalogue.load();
  private final Map<String, CelAbstractSyntaxTree> trees = new HashMap<>();
  private int compared;

  @ParameterizedTest
  @ValueSource(strings = {"control-plane-1", "control-plane-2"})
  void onWhatIsKnownOfAHost(String host) {
    Path root = HostRoots.project().resolve("examples/hosts").resolve(host);
    Evidence evidence = new Collector(Duration.ofMinutes(1)).collectHost(root);
    Map<String, Release> releases = Engine.releases(evidence, ReleaseHints.ofNode("v1.36.3"));
    for (Component component : evidence.components()) {
      Release release = Objects.requireNonNull(releases.get(component.name()));
      if (Components.resolve(component, release) instanceof EffectiveConfig.Resolved resolved) {
        catalogue.controls().stream()
            .filter(control -> control.component().equals(component.name()))
            .forEach(control -> compare(control, resolved.facts()));
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  private void compare(Control control, Facts facts) {
    Activation activation = CompiledControl.of(control).activation(facts);
    if (!activation.isDetermined()) {
      return;
    }
    CheckedExpressions.sources(control)
        .forEach(
            (text, type) -> {
              CelAbstractSyntaxTree tree = tree(text, type);
              Object planned = result(() -> Expressions.program(() -> tree).eval(activation::find));
              Object tracked =
                  result(
                      () ->
                          Expressions.trackingProgram(() -> tree)
                              .advanceEvaluation(activation.context()));
              assertThat(planned).as(control.name() + ": " + text).isEqualTo(tracked);
              compared++;
            });
  }

  private CelAbstractSyntaxTree tree(String text, CelType type) {
    return trees.computeIfAbsent(text, source -> Expressions.checked(source, type));
  }

  /** Its value, or that there is none: the words differ. */
  private static Object result(Callable<Object> evaluation) {
    try {
      return evaluation.call();
    } catch (CelEvaluationException e) {
      return CelEvaluationException.class;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
