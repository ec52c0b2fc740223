package dev.plumbline.engine.evaluation;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.remediation.Remedies;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Problem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One control over one subject of one node. Any source that violates it makes it fail. */
final class NodeEvaluator {

  private static final InputRef MANIFEST_FILE = InputRef.file("manifest");

  private final CompiledControl control;
  private final Subject subject;
  private final OfEndpoints endpoints;
  private final Set<String> paths;

  /** By what the component did. */
  private final List<Verdict> probed;

  private final Optional<Distribution> distribution;
  private final List<Instance> instances;

  /** What could not be determined and decides nothing. */
  private final List<Problem> leftOut;

  /**
   * @param paths the paths at which the node has files
   * @param distribution the node's, where it is known
   */
  NodeEvaluator(
      CompiledControl control,
      Subject subject,
      ProbeEvaluator probes,
      Set<String> paths,
      Optional<Distribution> distribution) {
    this.control = control;
    this.endpoints = new OfEndpoints(subject);
    this.probed = probes.evaluate(control);
    this.paths = paths;
    this.distribution = distribution;
    // A process has no manifest's file; its manifest is a source of its own.
    boolean ofManifest = control.reads(MANIFEST_FILE);
    this.subject =
        ofManifest
            ? subject.withoutProblemsOfManifests()
            : subject.running(probed.stream().anyMatch(Verdict::isKnown));
    this.instances = ofManifest ? subject.manifests() : this.subject.instances();
    this.leftOut =
        ofManifest
            ? List.of()
            : subject.problems().stream()
                .filter(problem -> !this.subject.problems().contains(problem))
                .toList();
  }

  Finding finding() {
    return subject.isOfEndpoints() ? endpoints.finding(readsFiles(), this::decided) : decided();
  }

  private Finding decided() {
    if (subject.isOfRepository() && readsFiles()) {
      return Finding.of(
          Status.NotApplicable,
          Reason.DeterminedElsewhere,
          "The files of a repository do not contain the mode and owner of files on a node.",
          List.of());
    }
    List<Verdict> verdicts = verdicts();
    if (verdicts.stream().allMatch(v -> v.instance().isProbe() && !v.isKnown())) {
      return new AbsentSubject(subject).finding();
    }
    List<Verdict> failing = with(Status.Fail, verdicts);
    if (!failing.isEmpty()) {
      return finding(Status.Fail, Reason.RequirementNotMet, verdicts, failing);
    }
    List<Verdict> errors = undetermined(verdicts);
    if (!errors.isEmpty()) {
      return finding(Status.Error, errors.get(0).reason(), verdicts, errors);
    }
    if (!subject.problems().isEmpty()) {
      return AbsentSubject.unreadable(subject, verdicts);
    }
    List<Verdict> manual = with(Status.Manual, verdicts);
    if (!manual.isEmpty()) {
      return finding(Status.Manual, Reason.NeedsReview, verdicts, manual);
    }
    List<Verdict> passing = with(Status.Pass, verdicts);
    return passing.isEmpty()
        ? finding(Status.NotApplicable, verdicts.get(0).reason(), verdicts, verdicts)
        : finding(
            Status.Pass,
            Reason.RequirementMet,
            Stream.concat(passing.stream(), with(Status.Error, verdicts).stream()).toList(),
            passing);
  }

  /** By each source, and by what the component answered, unless it is not about this component. */
  private List<Verdict> verdicts() {
    SourceEvaluator evaluator = new SourceEvaluator(control, subject);
    List<Verdict> described = instances.stream().map(evaluator::evaluate).toList();
    boolean applies =
        described.isEmpty() || described.stream().anyMatch(v -> v.status() != Status.NotApplicable);
    return applies ? Stream.concat(described.stream(), probed.stream()).toList() : described;
  }

  /** Where and how files lie, and not what the component does. */
  private boolean readsFiles() {
    return subject.name().equals(Subject.NODE)
        || control.inputs().stream().anyMatch(input -> input.isOf(InputRef.FILES));
  }

  /**
   * What could not be determined and should have been. That of a component that answers for itself
   * is none where anything else shows it: the files that it names are the node pod's to read, and a
   * probe may prove nothing.
   */
  private static List<Verdict> undetermined(List<Verdict> verdicts) {
    boolean known = verdicts.stream().anyMatch(Verdict::isKnown);
    return with(Status.Error, verdicts).stream()
        .filter(verdict -> !(known && verdict.instance().isLive()))
        .toList();
  }

  private static List<Verdict> with(Status status, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.status() == status).toList();
  }

  /**
   * @param all every source's verdict, reported when they drift
   * @param deciding those that make the status
   */
  private Finding finding(Status status, Reason reason, List<Verdict> all, List<Verdict> deciding) {
    Sources sources = new Sources(all, control.inputs());
    boolean drifts = sources.drift();
    Set<String> sentences = new LinkedHashSet<>();
    if (drifts) {
      all.forEach(verdict -> sentences.add(verdict.source() + ": " + verdict.message()));
      sentences.add(sources.howTheyDiffer());
    } else {
      Sources.observed(deciding).forEach(verdict -> sentences.add(verdict.message()));
      sources.agreement().ifPresent(sentences::add);
      sources.answers().forEach(sentences::add);
      if (status != Status.Error) {
        with(Status.Error, all).stream()
            .filter(e -> !e.instance().isLive() || e.instance().isProbe() || sources.arePrinted())
            // A probe that proves nothing is of no interest beside one that does.
            .filter(e -> !e.instance().isProbe() || sources.answers().findAny().isEmpty())
            .forEach(e -> sentences.add(e.source() + ": " + e.message()));
      }
      otherArguments().forEach(sentences::add);
    }
    subject.problems().forEach(problem -> sentences.add(problem.sentence()));
    leftOut.forEach(problem -> sentences.add(problem.sentence()));
    Set<EvidenceRef> where = new LinkedHashSet<>();
    (drifts ? all : deciding).forEach(verdict -> where.addAll(verdict.evidence()));
    Finding finding =
        status == Status.Fail || status == Status.Manual
            ? withFix(
                status,
                status == Status.Fail && drifts ? Reason.Drift : reason,
                sentences,
                where,
                deciding)
            : Finding.of(status, reason, String.join(" ", sentences), List.copyOf(where));
    return finding.compared(sources.comparison());
  }

  private Finding withFix(
      Status status,
      Reason reason,
      Set<String> sentences,
      Set<EvidenceRef> where,
      List<Verdict> violating) {
    // By their text, which names the file.
    Map<String, Patch> patches = new LinkedHashMap<>();
    Set<String> commands = new LinkedHashSet<>();
    for (Verdict verdict : violating) {
      Instance instance = verdict.instance();
      Remedies remedies = new Remedies(control, instance.release(), paths);
      Optional<String> elsewhere = FixPlace.ofManifest(instance, distribution);
      // Modes and owners are what they are, whatever writes the arguments.
      if (!readsFiles() || control.reads(MANIFEST_FILE)) {
        elsewhere.ifPresent(sentences::add);
      }
      if (!readsFiles()) {
        FixPlace.ofProcess(instance, subject, distribution).ifPresent(sentences::add);
      }
      if (elsewhere.isEmpty()) {
        for (Patch patch : instance.component().map(remedies::patches).orElse(List.of())) {
          FixPlace.ofFile(patch.file(), distribution)
              .ifPresentOrElse(sentences::add, () -> patches.putIfAbsent(patch.diff(), patch));
        }
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
        List.copyOf(patches.values()),
        List.copyOf(commands),
        Optional.empty());
  }

  /** Different arguments that come to the same are worth a sentence and no more. */
  private Stream<String> otherArguments() {
    List<Instance> onDisk =
        Stream.of(Source.MANIFEST, Source.ARGUMENT_FILE)
            .flatMap(source -> subject.from(source).stream())
            .toList();
    List<Instance> running = subject.from(Source.PROCESS);
    boolean answers = subject.from(Source.LIVE).stream().anyMatch(live -> !live.isUndetermined());
    if (!onDisk.isEmpty() && running.isEmpty() && !answers && subject.inspected().processes()) {
      return Stream.of(Engine.NOT_RUNNING);
    }
    boolean differ =
        !onDisk.isEmpty()
            && running.stream().anyMatch(one -> onDisk.stream().noneMatch(one::mayBeStartedBy));
    return differ
        ? Stream.of("The running process has other arguments than the manifest.")
        : Stream.of();
  }
}
