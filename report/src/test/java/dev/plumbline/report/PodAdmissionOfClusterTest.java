package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.PodProperty;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.PodsOfNamespace;
import dev.plumbline.evidence.SourceLocation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is really admitted counts before labels, and labels where that is not known. */
class PodAdmissionOfClusterTest {

  private static final CompiledControl CONTROL =
      CompiledControl.of(Catalogue.load().named("pods-host-pid-restricted").orElseThrow());
  private static final ControlPlane ONE = new ControlPlane.SelfManaged(1);
  private static final ControlPlane TWO = new ControlPlane.SelfManaged(2);

  private static final Answer ADMITS =
      new PodsOfNamespace("shop", List.of(PodProperty.HostPID), List.of());
  private static final Answer REFUSES =
      new PodsOfNamespace("shop", List.of(), List.of(PodProperty.HostPID));
  private static final Answer OPEN = new PodsOfNamespace("shop", List.of(), List.of());

  private static ProbeAnswers server(String host, Answer... answers) {
    return new ProbeAnswers(
        Probe.PodAdmission,
        SourceLocation.line("https://" + host + ":6443/api/v1/namespaces/default/pods", 1),
        Arrays.stream(answers).map(answer -> new Answered("pods in shop", answer)).toList());
  }

  private static Finding evaluate(ControlPlane controlPlane, String label, ProbeAnswers... all) {
    Facts cluster =
        Facts.ofCluster(
            Map.of(
                "namespaces",
                List.of(
                    Map.of(
                        "name", "shop", "enforce", label, "admits", List.of(), "refuses",
                        List.of())),
                "podSecurity",
                "",
                "pods",
                List.of()),
            Map.of());
    return Objects.requireNonNull(
        Engine.of(List.of(CONTROL))
            .evaluate(PodAdmissionOfCluster.applied(cluster, List.of(all), controlPlane))
            .get(CONTROL.control()));
  }

  @Test
  void whatIsRefusedByAnythingIsMet() {
    Finding finding = evaluate(ONE, "", server("a", REFUSES));
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message())
        .contains("Asked by dry runs, API servers have answered what 1 of 1 namespaces admit.");
  }

  @Test
  void whatIsAdmittedIsNotMetWhateverTheLabelSays() {
    Finding finding = evaluate(ONE, "restricted", server("a", ADMITS));
    assertThat(finding.status()).isEqualTo(Status.Manual);
    assertThat(finding.message()).contains("admit pods with hostPID: [shop]");
  }

  @Test
  void whereNothingIsProvedTheLabelCounts() {
    for (Answer nothing : List.of(OPEN, new None("was refused by a quota of the namespace"))) {
      assertThat(evaluate(ONE, "", server("a", nothing)).status()).isEqualTo(Status.Manual);
      assertThat(evaluate(ONE, "baseline", server("a", nothing)).status()).isEqualTo(Status.Pass);
    }
    assertThat(evaluate(ONE, "", server("a", new None("was refused by a quota"))).message())
        .contains("0 of 1 namespaces admit; elsewhere labels count: pods in shop was refused by a");
  }

  /** Each API server has plugins of its own. */
  @Test
  void aRefusalCountsWhenEveryApiServerRefuses() {
    assertThat(evaluate(TWO, "", server("a", REFUSES), server("b", REFUSES)).status())
        .isEqualTo(Status.Pass);
    assertThat(evaluate(TWO, "", server("a", REFUSES)).status()).isEqualTo(Status.Manual);
    assertThat(evaluate(TWO, "", server("a", REFUSES), server("b", OPEN)).status())
        .isEqualTo(Status.Manual);
    assertThat(evaluate(TWO, "baseline", server("a", REFUSES), server("b", ADMITS)).status())
        .isEqualTo(Status.Manual);
    assertThat(evaluate(new ControlPlane.Uncounted("forbidden"), "", server("a", REFUSES)).status())
        .isEqualTo(Status.Manual);
  }

  @Test
  void answersAboutNamespacesThatAreGoneAndToOtherProbesAreNone() {
    Answer gone = new PodsOfNamespace("gone", List.of(PodProperty.HostPID), List.of());
    assertThat(evaluate(ONE, "baseline", server("a", gone)).status()).isEqualTo(Status.Pass);
    ProbeAnswers other =
        new ProbeAnswers(
            Probe.Profiling, SourceLocation.line("x", 1), List.of(new Answered("a", ADMITS)));
    assertThat(evaluate(ONE, "baseline", other).message()).doesNotContain("dry runs");
  }
}
