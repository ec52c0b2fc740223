package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Objects;

/**
 * A node of Kubernetes 1.36.3 of which there is nothing but this.
 *
 * @param processes whether its processes were looked at
 */
record OneNode(
    Visibility processes,
    List<Component> components,
    List<Problem> problems,
    List<ProbeAnswers> probes) {

  /** What one control comes to. */
  Finding finding(String control) {
    return finding(control, new Scope(Scope.Origin.NODE, processes, List.of("/")));
  }

  /** The same where something else was looked at. */
  Finding finding(String control, Scope scope) {
    Evidence evidence =
        new Evidence(
            Evidence.SCHEMA_VERSION, scope, components, List.of(), problems, List.of(), probes);
    Control one = Catalogue.load().named(control).orElseThrow();
    return Objects.requireNonNull(
        new Engine(List.of(one)).evaluate(evidence, ReleaseHints.ofNode("v1.36.3")).get(one));
  }
}
