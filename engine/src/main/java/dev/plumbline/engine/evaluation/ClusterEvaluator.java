package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Optional;

/** One control over the objects of a cluster. */
final class ClusterEvaluator {

  private static final Scope API = new Scope(Scope.Origin.NODE, Visibility.NOT_OBSERVED, List.of());

  private ClusterEvaluator() {}

  /** A finding without a location: the objects are named in its message. */
  static Finding finding(CompiledControl control, Facts cluster) {
    Instance objects =
        Instance.of(
            Optional.empty(),
            new Release.Unknown(),
            new EffectiveConfig.Resolved(cluster),
            new EvidenceRef("", 1, ""));
    Subject subject =
        new Subject("cluster", List.of(objects), List.of(), List.of(), Inspected.of(API));
    Verdict verdict = new SourceEvaluator(control, subject).evaluate(objects);
    return Finding.of(verdict.status(), verdict.reason(), verdict.message(), List.of());
  }
}
