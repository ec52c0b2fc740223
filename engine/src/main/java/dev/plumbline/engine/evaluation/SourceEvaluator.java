package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Outcome;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.Release;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Evaluates a control by one source of its subject. */
final class SourceEvaluator {

  static final String NEEDS_REVIEW =
      "Needs manual review; the control's audit procedure says where to look.";

  private final CompiledControl control;
  private final Subject subject;

  SourceEvaluator(CompiledControl control, Subject subject) {
    this.control = control;
    this.subject = subject;
  }

  Verdict evaluate(Instance instance) {
    EffectiveConfig config = instance.config();
    if (config instanceof EffectiveConfig.Rejected rejected) {
      return new Verdict(
          Status.Error,
          Reason.InvalidArguments,
          subject.name()
              + " refuses to start with these arguments: "
              + rejected.why()
              + ". "
              + assumed(instance.release()),
          List.of(rejected.location()),
          instance);
    }
    if (config instanceof EffectiveConfig.Unknown unknown) {
      return new Verdict(
          Status.Error,
          Reason.EvidenceUnavailable,
          "The configuration of "
              + subject.name()
              + " could not be determined: "
              + unknown.why()
              + ".",
          List.of(unknown.location()),
          instance);
    }
    Facts facts = ((EffectiveConfig.Resolved) config).facts();
    return verdict(control.evaluate(facts), facts, instance);
  }

  /** Another release may start with the same arguments. */
  private String assumed(Release release) {
    if (release instanceof Release.Known known) {
      return "It was taken to be " + known.version() + " by " + known.basis() + ".";
    }
    return "Nothing names its release, so that every known one was tried"
        + (subject.isOfRepository() ? "; name it with --kubernetes-version." : ".");
  }

  private Verdict verdict(Outcome outcome, Facts facts, Instance instance) {
    if (outcome instanceof Outcome.Satisfied satisfied) {
      return verdict(Status.Pass, Reason.RequirementMet, satisfied.message(), facts, instance);
    }
    if (outcome instanceof Outcome.NotApplicable absent) {
      return verdict(Status.NotApplicable, Reason.NothingToEvaluate, absent.why(), facts, instance);
    }
    if (outcome instanceof Outcome.Failed failed) {
      return verdict(Status.Error, Reason.EvidenceUnavailable, failed.why(), facts, instance);
    }
    if (outcome instanceof Outcome.Unknown unknown) {
      return unknown(unknown, instance);
    }
    String found = ((Outcome.Violated) outcome).message();
    String message = control.isManual() && found.isEmpty() ? NEEDS_REVIEW : found;
    return isManual(control)
        ? verdict(Status.Manual, Reason.NeedsReview, message, facts, instance)
        : verdict(Status.Fail, Reason.RequirementNotMet, message, facts, instance);
  }

  /** Whether a violation is for a person to decide. */
  static boolean isManual(CompiledControl control) {
    return control.isManual() || control.control().onViolation() == Control.OnViolation.Manual;
  }

  private Verdict verdict(
      Status status, Reason reason, String message, Facts facts, Instance instance) {
    return new Verdict(status, reason, message, evidence(instance, facts), instance);
  }

  /** What another party decides is not for a repository's file to show; on a node it is. */
  private Verdict unknown(Outcome.Unknown unknown, Instance instance) {
    Collection<Fact> causes = unknown.causes().values();
    boolean outOfScope =
        subject.isOfRepository() && causes.stream().allMatch(Fact.OutOfScope.class::isInstance);
    List<EvidenceRef> where =
        causes.stream().flatMap(fact -> fact.where().stream()).distinct().toList();
    String why =
        causes.stream()
            .map(SourceEvaluator::why)
            .distinct()
            .collect(Collectors.joining("; ", "", "."));
    return outOfScope
        // Without a location, so that files which leave the same to others share a finding.
        ? new Verdict(Status.NotApplicable, Reason.DeterminedElsewhere, why, List.of(), instance)
        : new Verdict(
            Status.Error,
            Reason.EvidenceUnavailable,
            "Could not be determined: " + why,
            where.isEmpty() ? List.of(instance.start()) : where,
            instance);
  }

  private static String why(Fact fact) {
    return fact instanceof Fact.OutOfScope outOfScope
        ? outOfScope.why()
        : ((Fact.Unknown) fact).why();
  }

  private List<EvidenceRef> evidence(Instance instance, Facts facts) {
    Set<EvidenceRef> evidence = new LinkedHashSet<>();
    for (InputRef input : control.inputs()) {
      facts.within(input).values().forEach(fact -> evidence.addAll(fact.where()));
    }
    return evidence.isEmpty() ? List.of(instance.start()) : List.copyOf(evidence);
  }
}
