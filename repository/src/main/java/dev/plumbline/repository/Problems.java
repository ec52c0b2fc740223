package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.repository.FileOutcome.Cause;
import dev.plumbline.repository.FileOutcome.Content;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What keeps the settings of components in one file from being known. */
final class Problems {

  private final SourceFile source;
  private final Set<Problem> problems = new LinkedHashSet<>();
  private boolean notSupported;
  private Cause cause = Cause.INVALID;

  Problems(SourceFile source) {
    this.source = source;
  }

  /** How many there are so far. */
  int size() {
    return problems.size();
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  /** A document that configures these components is refused by its own reader. */
  void refused(List<String> names, InvalidDocumentException e) {
    SourceLocation line = source.located(SourceLocation.line(source.name(), e.line()));
    names.forEach(component -> add(new Problem(component, line, e.why())));
  }

  /** A document that configures these components is of a format that is not read. */
  void notSupported(String format, List<String> names, SourceLocation place) {
    notSupported = true;
    String why =
        "is " + format + ", which is recognised and not read: what it configures is unknown";
    names.forEach(component -> add(new Problem(component, place, why)));
  }

  /** A document of a kind that is not read configures a component. */
  void unknownKind(String sign, SourceLocation place) {
    notSupported = true;
    String why =
        "has \""
            + sign
            + "\" in a document of a kind that is not read: what it configures is unknown; check"
            + " the node that it is for with --host-root";
    Component.NAMES.forEach(component -> add(new Problem(component, place, why)));
  }

  /** A patch for kubeadm, of which no configuration that applies it is known. */
  void patchAlone(String component, SourceLocation place) {
    notSupported = true;
    add(
        new Problem(
            component,
            place,
            "is a patch for kubeadm by its name, and no configuration that was checked names its"
                + " directory in patches.directory: what it makes of "
                + component
                + " is unknown; check that configuration too"));
  }

  /** A document that configures components is encrypted. */
  void encrypted(SourceLocation place) {
    cause = Cause.ENCRYPTED;
    String why =
        "is encrypted with SOPS, so what it configures is unknown; check the decrypted file";
    Component.NAMES.forEach(component -> add(new Problem(component, place, why)));
  }

  /**
   * What became of the file.
   *
   * @param known whether one of its documents is of a known format
   */
  FileOutcome outcome(List<Component> components, boolean known) {
    Evidence evidence = evidence(components, List.copyOf(problems));
    if (!components.isEmpty() || known && problems.isEmpty()) {
      return new FileOutcome.Evaluated(source.name(), evidence);
    }
    if (notSupported) {
      return new FileOutcome.NotSupported(source.name(), evidence);
    }
    return problems.isEmpty()
        ? new FileOutcome.Unrelated(source.name(), Content.OTHER_KINDS)
        : new FileOutcome.Unreadable(source.name(), cause, evidence);
  }

  static Evidence evidence(List<Component> components, List<Problem> problems) {
    return new Evidence(
        Evidence.SCHEMA_VERSION,
        Scope.repository(),
        components,
        List.of(),
        problems,
        List.of(),
        List.of());
  }
}
