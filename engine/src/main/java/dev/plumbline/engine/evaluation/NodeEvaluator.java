package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.distribution.Distributions;
import dev.plumbline.engine.evaluation.Subject.Instance;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.remediation.Remedies;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One control over one subject of one node. Any source that violates it makes it fail. */
final class NodeEvaluator {

  private static final InputRef MANIFEST_FILE = InputRef.file("manifest");

  private final CompiledControl control;
  private final Subject subject;
  private final NodeEvidence evidence;
  private final List<Instance> instances;

  NodeEvaluator(CompiledControl control, Subject subject, NodeEvidence evidence) {
    this.control = control;
    this.subject = subject;
    this.evidence = evidence;
    // A process has no manifest's file; its manifest is a source of its own.
    boolean ofManifest = control.reads(MANIFEST_FILE);
    this.instances =
        subject.instances().stream().filter(i -> !ofManifest || !i.isProcess()).toList();
  }

  Finding finding() {
    if (subject.isOfRepository() && readsFiles()) {
      return Finding.of(
          Status.NotApplicable,
          Reason.DeterminedElsewhere,
          "The files of a repository do not contain the mode and owner of files on a node.",
          List.of());
    }
    if (instances.isEmpty()) {
      return absent();
    }
    SourceEvaluator evaluator = new SourceEvaluator(control, subject);
    List<Verdict> verdicts = instances.stream().map(evaluator::evaluate).toList();
    List<Verdict> failing = with(Status.Fail, verdicts);
    if (!failing.isEmpty()) {
      Reason reason = drifts(verdicts) ? Reason.Drift : Reason.RequirementNotMet;
      return finding(Status.Fail, reason, verdicts, failing);
    }
    List<Verdict> errors = with(Status.Error, verdicts);
    if (!errors.isEmpty()) {
      return finding(Status.Error, errors.get(0).reason(), verdicts, errors);
    }
    if (!subject.problems().isEmpty()) {
      return unreadable(verdicts);
    }
    List<Verdict> manual = with(Status.Manual, verdicts);
    if (!manual.isEmpty()) {
      return finding(Status.Manual, Reason.NeedsReview, verdicts, manual);
    }
    List<Verdict> passing = with(Status.Pass, verdicts);
    return passing.isEmpty()
        ? finding(Status.NotApplicable, verdicts.get(0).reason(), verdicts, verdicts)
        : finding(Status.Pass, Reason.RequirementMet, passing, passing);
  }

  /** Where and how files lie, and not what the component does. */
  private boolean readsFiles() {
    return subject.name().equals(Subject.NODE)
        || control.inputs().stream().anyMatch(input -> input.isOf(InputRef.FILES));
  }

  private static List<Verdict> with(Status status, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.status() == status).toList();
  }

  /**
   * Whether sources that are known come to different verdicts, or to the same for different causes.
   */
  private static boolean drifts(List<Verdict> verdicts) {
    Set<String> onDisk = outcomes(verdicts, false);
    Set<String> running = outcomes(verdicts, true);
    return !onDisk.isEmpty() && !running.isEmpty() && !onDisk.equals(running);
  }

  private static Set<String> outcomes(List<Verdict> verdicts, boolean process) {
    return verdicts.stream()
        .filter(Verdict::isKnown)
        .filter(verdict -> verdict.instance().isProcess() == process)
        .map(verdict -> verdict.status() + verdict.message())
        .collect(Collectors.toSet());
  }

  /**
   * @param all every source's verdict, reported when they drift
   * @param deciding those that make the status
   */
  private Finding finding(Status status, Reason reason, List<Verdict> all, List<Verdict> deciding) {
    boolean drifts = drifts(all);
    Set<String> sentences = new LinkedHashSet<>();
    if (drifts) {
      all.forEach(verdict -> sentences.add(source(verdict) + ": " + verdict.message()));
      sentences.add(
          "The manifest and the running process differ (drift): restart the component, or fix the"
              + " manifest.");
    } else {
      deciding.forEach(verdict -> sentences.add(verdict.message()));
      if (status != Status.Error) {
        with(Status.Error, all).forEach(e -> sentences.add(source(e) + ": " + e.message()));
      }
      otherArguments().forEach(sentences::add);
    }
    subject.problems().forEach(problem -> sentences.add(sentence(problem)));
    Set<EvidenceRef> where = new LinkedHashSet<>();
    (drifts ? all : deciding).forEach(verdict -> where.addAll(verdict.evidence()));
    return status == Status.Fail || status == Status.Manual
        ? withFix(status, reason, sentences, where, deciding)
        : Finding.of(status, reason, String.join(" ", sentences), List.copyOf(where));
  }

  private Finding withFix(
      Status status,
      Reason reason,
      Set<String> sentences,
      Set<EvidenceRef> where,
      List<Verdict> violating) {
    Set<Patch> patches = new LinkedHashSet<>();
    Set<String> commands = new LinkedHashSet<>();
    for (Verdict verdict : violating) {
      Instance instance = verdict.instance();
      Remedies remedies = new Remedies(control, instance.release(), evidence.paths());
      Optional<String> elsewhere = fixedElsewhere(instance);
      elsewhere.ifPresent(sentences::add);
      if (elsewhere.isEmpty()) {
        instance.component().ifPresent(c -> patches.addAll(remedies.patches(c)));
      }
      if (instance.config() instanceof EffectiveConfig.Resolved resolved) {
        commands.addAll(remedies.commands(resolved.facts()));
      }
    }
    return new Finding(
        status,
        reason,
        String.join(" ", sentences),
        List.copyOf(where),
        List.copyOf(patches),
        List.copyOf(commands));
  }

  /** A manifest that its distribution writes anew is no place for a change. */
  private static Optional<String> fixedElsewhere(Instance instance) {
    return instance
        .component()
        .filter(component -> component.source() == Source.MANIFEST)
        .flatMap(component -> Distributions.rewriting(component.place().file()))
        .map(
            distribution ->
                distribution.title()
                    + " writes this manifest anew at each start"
                    + (distribution.fixAt().isEmpty()
                        ? "."
                        : ": set the argument in " + distribution.fixAt() + "."));
  }

  private static String source(Verdict verdict) {
    String file =
        verdict.evidence().isEmpty()
            ? verdict.instance().start().file()
            : verdict.evidence().get(0).file();
    return verdict.instance().isProcess()
        ? "The running process (" + file + ")"
        : "The manifest " + file;
  }

  /** Different arguments that come to the same are worth a sentence and no more. */
  private Stream<String> otherArguments() {
    Set<List<String>> onDisk = arguments(subject.from(Source.MANIFEST));
    Set<List<String>> running = arguments(subject.from(Source.PROCESS));
    if (!onDisk.isEmpty()
        && running.isEmpty()
        && subject.scope().processes() == Visibility.OBSERVED) {
      return Stream.of("No such process is running.");
    }
    boolean differ = !onDisk.isEmpty() && !running.isEmpty() && !onDisk.equals(running);
    return differ
        ? Stream.of("The running process has other arguments than the manifest.")
        : Stream.of();
  }

  private static Set<List<String>> arguments(List<Instance> instances) {
    return instances.stream().map(Instance::argumentValues).collect(Collectors.toSet());
  }

  private Finding unreadable(List<Verdict> verdicts) {
    List<String> sentences = new ArrayList<>();
    subject.problems().forEach(problem -> sentences.add(sentence(problem)));
    verdicts.forEach(verdict -> sentences.add("What could be read: " + verdict.message()));
    List<EvidenceRef> where =
        subject.problems().stream().map(problem -> EvidenceRef.at(problem.place(), "")).toList();
    return Finding.of(Status.Error, Reason.EvidenceUnavailable, String.join(" ", sentences), where);
  }

  private static String sentence(Problem problem) {
    String line = problem.place().line() > 1 ? " line " + problem.place().line() : "";
    String end = problem.why().endsWith(".") ? "" : ".";
    return problem.place().file() + line + " " + problem.why() + end;
  }

  /** The subject was found nowhere, which means something only where one could look. */
  private Finding absent() {
    if (!subject.problems().isEmpty()) {
      return unreadable(List.of());
    }
    boolean runs = !subject.instances().isEmpty();
    if (subject.isOfRepository()) {
      return Finding.of(
          Status.NotApplicable,
          Reason.NotOnThisNode,
          "This file does not configure " + subject.name() + ".",
          List.of());
    }
    boolean manifests = subject.scope().covers(Subject.MANIFESTS);
    boolean processes = subject.scope().processes() == Visibility.OBSERVED;
    boolean looked = manifests && (runs || processes);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        runs
            ? subject.name() + " runs without a static pod manifest."
            : "No " + subject.name() + " was found" + (looked ? " on this node." : "."));
    if (!manifests) {
      sentences.add(Subject.MANIFESTS + " was not inspected: make it readable.");
    }
    if (!runs && !processes) {
      sentences.add("Processes were not inspected: make the node's /proc readable.");
    }
    subject.ignored().forEach(p -> sentences.add("A process of that name " + p.why() + "."));
    return Finding.of(
        looked ? Status.NotApplicable : Status.Error,
        looked
            ? runs ? Reason.NothingToEvaluate : Reason.NotOnThisNode
            : Reason.EvidenceUnavailable,
        sentences.stream().distinct().collect(Collectors.joining(" ")),
        List.of());
  }

  /** What a control needs of a whole node's evidence. */
  record NodeEvidence(Set<String> paths) {

    /** The paths at which the evidence shows a file. */
    static NodeEvidence of(dev.plumbline.evidence.Evidence evidence) {
      Set<String> paths = new LinkedHashSet<>();
      evidence.fileSets().forEach(set -> set.files().forEach(file -> paths.add(file.path())));
      for (Component component : evidence.components()) {
        component
            .attributes()
            .forEach(
                (named, file) -> {
                  paths.add(named);
                  paths.add(file.path());
                });
      }
      return new NodeEvidence(Set.copyOf(paths));
    }
  }
}
