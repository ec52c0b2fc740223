package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.CompiledControl.Outcome;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.evaluation.Subject.Instance;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.remediation.Remedies;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One control over one subject of one node. Any source that fails makes it fail. */
final class NodeEvaluator {

  static final String TO_REVIEW = "only a person can tell; the control says where to look";

  private static final String MANIFEST_FILE = "files.manifest";

  private final CompiledControl control;
  private final Subject subject;
  private final Release release;
  private final List<Instance> instances;

  NodeEvaluator(CompiledControl control, Subject subject, Release release) {
    this.control = control;
    this.subject = subject;
    this.release = release;
    // A process has no manifest's file; its manifest is a source of its own.
    boolean ofManifest = control.inputs().contains(MANIFEST_FILE);
    this.instances =
        subject.instances().stream().filter(i -> !ofManifest || !i.isProcess()).toList();
  }

  /** What one source comes to. */
  private record Verdict(
      Status status, Reason reason, String message, List<EvidenceRef> seen, Instance instance) {}

  Finding finding() {
    if (subject.origin() == Scope.Origin.REPOSITORY && readsFiles()) {
      return Finding.of(
          Status.NotApplicable,
          Reason.DeterminedElsewhere,
          "files of a repository tell nothing of a node's files",
          List.of());
    }
    if (instances.isEmpty()) {
      return nothingSeen();
    }
    List<Verdict> verdicts = instances.stream().map(this::verdict).toList();
    List<Verdict> failing = with(Status.Fail, verdicts);
    if (!failing.isEmpty()) {
      return failed(verdicts, failing);
    }
    List<Verdict> untold = with(Status.Error, verdicts);
    if (!untold.isEmpty() || !subject.problems().isEmpty()) {
      return untold.isEmpty() ? notReadable(verdicts) : inError(verdicts, untold);
    }
    List<Verdict> manual = with(Status.Manual, verdicts);
    if (!manual.isEmpty()) {
      return finding(Status.Manual, Reason.NeedsReview, verdicts, manual, manual);
    }
    List<Verdict> passing = with(Status.Pass, verdicts);
    return passing.isEmpty()
        ? finding(Status.NotApplicable, verdicts.get(0).reason(), verdicts, verdicts, List.of())
        : finding(Status.Pass, Reason.RequirementMet, passing, passing, List.of());
  }

  /** Where and how files lie, and not what the component does. */
  private boolean readsFiles() {
    return subject.name().equals(Subject.NODE)
        || control.inputs().stream().anyMatch(input -> input.startsWith("files."));
  }

  private static List<Verdict> with(Status status, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.status() == status).toList();
  }

  private Verdict verdict(Instance instance) {
    EffectiveConfig view = instance.view();
    if (view instanceof EffectiveConfig.Rejected stop) {
      return new Verdict(
          Status.Error,
          Reason.InvalidArguments,
          subject.name() + " refuses to start with these arguments: " + stop.why(),
          List.of(stop.seen()),
          instance);
    }
    if (view instanceof EffectiveConfig.Unknown untold) {
      return new Verdict(
          Status.Error, Reason.EvidenceUnavailable, untold.why(), List.of(untold.seen()), instance);
    }
    Facts facts = ((EffectiveConfig.Resolved) view).facts();
    Outcome outcome = control.evaluate(facts);
    List<EvidenceRef> seen = seen(instance, facts);
    if (outcome instanceof Outcome.Satisfied holds) {
      return new Verdict(Status.Pass, Reason.RequirementMet, holds.message(), seen, instance);
    }
    if (outcome instanceof Outcome.NotApplicable nothing) {
      return new Verdict(
          Status.NotApplicable, Reason.NothingToEvaluate, nothing.why(), seen, instance);
    }
    if (outcome instanceof Outcome.Unknown untold) {
      return control.inputs().stream()
          .sorted()
          .flatMap(input -> facts.whyElsewhere(input).stream())
          .findFirst()
          .map(why -> notInThisFile(why, instance))
          .orElseGet(
              () ->
                  new Verdict(
                      Status.Error, Reason.EvidenceUnavailable, untold.why(), seen, instance));
    }
    String message = control.isManual() ? TO_REVIEW : ((Outcome.Violated) outcome).message();
    boolean manual =
        control.isManual() || control.control().onViolation() == Control.OnViolation.Manual;
    return manual
        ? new Verdict(Status.Manual, Reason.NeedsReview, message, seen, instance)
        : new Verdict(Status.Fail, Reason.RequirementNotMet, message, seen, instance);
  }

  /**
   * Points nowhere, since nothing stands there; so files that say nothing of it share a finding.
   */
  private static Verdict notInThisFile(String why, Instance instance) {
    return new Verdict(Status.NotApplicable, Reason.DeterminedElsewhere, why, List.of(), instance);
  }

  private List<EvidenceRef> seen(Instance instance, Facts facts) {
    List<EvidenceRef> seen =
        control.inputs().stream()
            .sorted()
            .flatMap(input -> facts.places().getOrDefault(input, List.of()).stream())
            .distinct()
            .toList();
    return seen.isEmpty() ? List.of(instance.start()) : seen;
  }

  private Finding failed(List<Verdict> verdicts, List<Verdict> failing) {
    Reason reason = drifts(verdicts) ? Reason.Drift : Reason.RequirementNotMet;
    return finding(Status.Fail, reason, verdicts, failing, failing);
  }

  private Finding inError(List<Verdict> verdicts, List<Verdict> untold) {
    return finding(Status.Error, untold.get(0).reason(), verdicts, untold, List.of());
  }

  /**
   * Manifests and processes that come to different verdicts, or to the same for different causes.
   */
  private boolean drifts(List<Verdict> verdicts) {
    Set<String> onDisk = outcomes(verdicts, false);
    Set<String> running = outcomes(verdicts, true);
    return !onDisk.isEmpty() && !running.isEmpty() && !onDisk.equals(running);
  }

  private static Set<String> outcomes(List<Verdict> verdicts, boolean process) {
    return verdicts.stream()
        .filter(verdict -> verdict.instance().isProcess() == process)
        .map(verdict -> verdict.status() + verdict.message())
        .collect(Collectors.toSet());
  }

  /**
   * @param all every source's verdict, told when they drift
   * @param telling those that make the status
   * @param toMend those to find a remedy for
   */
  private Finding finding(
      Status status,
      Reason reason,
      List<Verdict> all,
      List<Verdict> telling,
      List<Verdict> toMend) {
    Set<String> sentences = new LinkedHashSet<>();
    if (drifts(all)) {
      all.forEach(verdict -> sentences.add(source(verdict) + ": " + verdict.message()));
      sentences.add(
          "the manifest and the running process differ (drift): restart the component, or mend the manifest");
    } else {
      telling.forEach(verdict -> sentences.add(verdict.message()));
      otherArguments().forEach(sentences::add);
    }
    subject.problems().forEach(problem -> sentences.add(sentence(problem)));
    Set<EvidenceRef> seen = new LinkedHashSet<>();
    (drifts(all) ? all : telling).forEach(verdict -> seen.addAll(verdict.seen()));
    Set<Patch> patches = new LinkedHashSet<>();
    Set<String> commands = new LinkedHashSet<>();
    for (Verdict verdict : toMend) {
      Remedies remedies = new Remedies(control, release.version());
      verdict.instance().component().ifPresent(c -> patches.addAll(remedies.patches(c)));
      if (verdict.instance().view() instanceof EffectiveConfig.Resolved settled) {
        commands.addAll(remedies.commands(settled.facts()));
      }
    }
    return new Finding(
        status,
        reason,
        String.join("; ", sentences),
        List.copyOf(seen),
        List.copyOf(patches),
        List.copyOf(commands));
  }

  private static String source(Verdict verdict) {
    EvidenceRef first = verdict.seen().get(0);
    return verdict.instance().isProcess()
        ? "the running process (" + first.file() + ")"
        : "the manifest " + first.file();
  }

  /** Different arguments that come to the same are worth a word and no more. */
  private Stream<String> otherArguments() {
    Set<List<String>> onDisk = arguments(subject.from(Source.MANIFEST));
    Set<List<String>> running = arguments(subject.from(Source.PROCESS));
    if (!onDisk.isEmpty() && running.isEmpty() && subject.processes() == Visibility.OBSERVED) {
      return Stream.of("no such process is running");
    }
    boolean differ = !onDisk.isEmpty() && !running.isEmpty() && !onDisk.equals(running);
    return differ
        ? Stream.of("the running process has other arguments than the manifest")
        : Stream.of();
  }

  private static Set<List<String>> arguments(List<Instance> instances) {
    return instances.stream().map(Instance::argumentValues).collect(Collectors.toSet());
  }

  private Finding notReadable(List<Verdict> verdicts) {
    List<String> sentences = new ArrayList<>();
    subject.problems().forEach(problem -> sentences.add(sentence(problem)));
    verdicts.forEach(verdict -> sentences.add("what could be read: " + verdict.message()));
    List<EvidenceRef> seen =
        subject.problems().stream().map(problem -> EvidenceRef.at(problem.place(), "")).toList();
    return Finding.of(Status.Error, Reason.EvidenceUnavailable, String.join("; ", sentences), seen);
  }

  private static String sentence(Problem problem) {
    String line = problem.place().line() > 1 ? " line " + problem.place().line() : "";
    return problem.place().file() + line + " " + problem.why();
  }

  private Finding nothingSeen() {
    if (!subject.problems().isEmpty()) {
      return notReadable(List.of());
    }
    List<String> sentences = new ArrayList<>();
    boolean runs = !subject.instances().isEmpty();
    sentences.add(
        runs
            ? subject.name() + " runs here without a static-pod manifest"
            : "there is no " + subject.name() + " here");
    for (IgnoredProcess process : subject.ignored()) {
      sentences.add("the process " + process.pid() + " of that name " + process.why());
    }
    if (subject.processes() == Visibility.NOT_OBSERVED) {
      sentences.add("running processes were not looked at");
    }
    return Finding.of(
        Status.NotApplicable,
        runs ? Reason.NothingToEvaluate : Reason.NotOnThisNode,
        String.join("; ", sentences),
        List.of());
  }
}
