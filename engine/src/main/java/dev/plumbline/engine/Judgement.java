package dev.plumbline.engine;

import dev.plumbline.engine.ComponentEvidence.Instance;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.component.ComponentView;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Seen;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.remediation.AuthorizationRemedy;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence.ProcessVisibility;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One control over one component of one node. Any source that fails makes it fail. */
final class Judgement {

  private final CompiledControl control;
  private final ComponentEvidence evidence;

  Judgement(CompiledControl control, ComponentEvidence evidence) {
    this.control = control;
    this.evidence = evidence;
  }

  /** What one source comes to. */
  private record Verdict(
      Status status, Reason reason, String message, List<Seen> seen, Instance instance) {}

  Finding finding() {
    if (evidence.instances().isEmpty()) {
      return evidence.problems().isEmpty() ? notOnThisNode() : notReadable(List.of());
    }
    List<Verdict> verdicts = evidence.instances().stream().map(this::verdict).toList();
    List<Verdict> failing = with(Status.Fail, verdicts);
    if (!failing.isEmpty()) {
      return failed(verdicts, failing);
    }
    List<Verdict> untold = with(Status.Error, verdicts);
    if (!untold.isEmpty() || !evidence.problems().isEmpty()) {
      return untold.isEmpty() ? notReadable(verdicts) : inError(verdicts, untold);
    }
    return finding(Status.Pass, Reason.AsRequired, verdicts, verdicts, List.of());
  }

  private static List<Verdict> with(Status status, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.status() == status).toList();
  }

  private Verdict verdict(Instance instance) {
    ComponentView view = instance.view();
    if (view instanceof ComponentView.DoesNotStart stop) {
      return new Verdict(
          Status.Error,
          Reason.RefusesToStart,
          "the API server refuses to start with these arguments: " + stop.why(),
          List.of(stop.seen()),
          instance);
    }
    if (view instanceof ComponentView.Untold untold) {
      return new Verdict(
          Status.Error, Reason.NotReadable, untold.why(), List.of(untold.seen()), instance);
    }
    ComponentView.Settled settled = (ComponentView.Settled) view;
    boolean holds = control.holds(settled.facts());
    return new Verdict(
        holds ? Status.Pass : Status.Fail,
        holds ? Reason.AsRequired : Reason.NotAsRequired,
        control.message(settled.facts()),
        seen(instance, settled),
        instance);
  }

  private List<Seen> seen(Instance instance, ComponentView.Settled settled) {
    List<Seen> seen = new ArrayList<>();
    for (String flag : control.control().flags()) {
      seen.addAll(settled.flags().getOrDefault(flag, List.of()));
    }
    return seen.isEmpty() ? List.of(KubeApiserver.start(instance.component())) : seen;
  }

  private Finding failed(List<Verdict> verdicts, List<Verdict> failing) {
    List<Patch> patches = new ArrayList<>();
    for (Verdict verdict : failing) {
      if (!verdict.instance().isProcess()) {
        patches.addAll(AuthorizationRemedy.patches(verdict.instance().component(), control));
      }
    }
    Reason reason = drifts(verdicts) ? Reason.Drift : Reason.NotAsRequired;
    return finding(Status.Fail, reason, verdicts, failing, patches);
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

  private Finding finding(
      Status status, Reason reason, List<Verdict> all, List<Verdict> telling, List<Patch> patches) {
    Set<String> sentences = new LinkedHashSet<>();
    if (drifts(all)) {
      all.forEach(verdict -> sentences.add(source(verdict) + ": " + verdict.message()));
      sentences.add(
          "the manifest and the running process differ (drift): restart the component, or mend the manifest");
    } else {
      telling.forEach(verdict -> sentences.add(verdict.message()));
      otherArguments().forEach(sentences::add);
    }
    evidence.problems().forEach(problem -> sentences.add(sentence(problem)));
    Set<Seen> seen = new LinkedHashSet<>();
    (drifts(all) ? all : telling).forEach(verdict -> seen.addAll(verdict.seen()));
    return new Finding(
        status,
        reason,
        String.join("; ", sentences),
        List.copyOf(seen),
        List.copyOf(new LinkedHashSet<>(patches)));
  }

  private static String source(Verdict verdict) {
    Seen first = verdict.seen().get(0);
    return verdict.instance().isProcess()
        ? "the running process (" + first.file() + ")"
        : "the manifest " + first.file();
  }

  /** Different arguments that come to the same are worth a word and no more. */
  private Stream<String> otherArguments() {
    Set<List<String>> onDisk = arguments(evidence.from(Source.MANIFEST));
    Set<List<String>> running = arguments(evidence.from(Source.PROCESS));
    if (!onDisk.isEmpty() && running.isEmpty() && evidence.processes() == ProcessVisibility.SEEN) {
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
    evidence.problems().forEach(problem -> sentences.add(sentence(problem)));
    verdicts.forEach(verdict -> sentences.add("what could be read: " + verdict.message()));
    List<Seen> seen =
        evidence.problems().stream()
            .map(problem -> new Seen(problem.place().file(), problem.place().line(), ""))
            .toList();
    return Finding.of(Status.Error, Reason.NotReadable, String.join("; ", sentences), seen);
  }

  private static String sentence(Problem problem) {
    String line = problem.place().line() > 1 ? " line " + problem.place().line() : "";
    return problem.place().file() + line + " " + problem.why();
  }

  private Finding notOnThisNode() {
    List<String> sentences = new ArrayList<>();
    sentences.add("there is no " + evidence.name() + " here");
    for (IgnoredProcess process : evidence.ignored()) {
      sentences.add("the process " + process.pid() + " of that name " + process.why());
    }
    if (evidence.processes() == ProcessVisibility.NOT_SEEN) {
      sentences.add("running processes were not looked at");
    }
    return Finding.of(
        Status.NotApplicable, Reason.NotOnThisNode, String.join("; ", sentences), List.of());
  }
}
