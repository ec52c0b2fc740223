package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A subject that was found nowhere, which means something only where one could look. */
final class AbsentSubject {

  private final Subject subject;

  AbsentSubject(Subject subject) {
    this.subject = subject;
  }

  Finding finding() {
    if (!subject.problems().isEmpty()) {
      return unreadable(subject, List.of());
    }
    if (subject.isOfRepository()) {
      return Finding.of(
          Status.NotApplicable,
          Reason.NotOnThisNode,
          "This file does not configure " + subject.name() + ".",
          List.of());
    }
    boolean manifests = subject.inspected().unreadManifests().isEmpty();
    boolean runs = !subject.instances().isEmpty();
    boolean looked = runs ? manifests : subject.wasLookedFor();
    Reason reason = runs ? Reason.NothingToEvaluate : Reason.NotOnThisNode;
    return Finding.of(
        looked ? Status.NotApplicable : Status.Error,
        looked ? reason : Reason.EvidenceUnavailable,
        sentences(runs).stream().distinct().collect(Collectors.joining(" ")),
        List.of());
  }

  private List<String> sentences(boolean runs) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        runs
            ? subject.name() + " runs without a static pod manifest."
            : "No " + subject.name() + " was found.");
    subject
        .inspected()
        .unreadManifests()
        .forEach(
            directory ->
                sentences.add(
                    directory
                        + " was not inspected: make it readable, for the operator by adding it to"
                        + " PLUMBLINE_HOST_PATHS."));
    if (!runs && !subject.inspected().processes()) {
      sentences.add("Processes were not inspected: make the node's /proc readable.");
    }
    subject.ignored().forEach(p -> sentences.add("A process of that name " + p.why() + "."));
    return sentences;
  }

  /** What could have been evidence of a subject could not be read. */
  static Finding unreadable(Subject subject, List<Verdict> verdicts) {
    List<String> sentences = new ArrayList<>();
    subject.problems().forEach(problem -> sentences.add(problem.sentence()));
    verdicts.forEach(verdict -> sentences.add("What could be read: " + verdict.message()));
    List<EvidenceRef> where =
        subject.problems().stream().map(problem -> EvidenceRef.at(problem.place(), "")).toList();
    return Finding.of(Status.Error, Reason.EvidenceUnavailable, String.join(" ", sentences), where);
  }
}
