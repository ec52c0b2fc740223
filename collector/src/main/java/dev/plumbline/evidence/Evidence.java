package dev.plumbline.evidence;

import java.util.List;

/**
 * The one document a collector emits.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the collector that wrote it
 * @param scope what was looked at
 * @param components every component found, one entry for each place it was found in
 * @param fileSets files of the node by what they are; empty for files of a repository
 * @param problems what should have been readable and was not, and why
 * @param ignoredProcesses processes that have a component's name and belong to a workload
 * @param probes what running components answered to the operator's questions; a collector asks none
 */
public record Evidence(
    int schemaVersion,
    Scope scope,
    List<Component> components,
    List<FileSet> fileSets,
    List<Problem> problems,
    List<IgnoredProcess> ignoredProcesses,
    List<ProbeAnswers> probes) {

  /** Raised when a reader of the previous version would misread the document. */
  public static final int SCHEMA_VERSION = 6;

  public Evidence {
    components = List.copyOf(components);
    fileSets = List.copyOf(fileSets);
    problems = List.copyOf(problems);
    ignoredProcesses = List.copyOf(ignoredProcesses);
    probes = List.copyOf(probes);
  }

  /** The same node with something else observed of its components. */
  public Evidence with(
      List<Component> others, List<Problem> newProblems, List<ProbeAnswers> answers) {
    return new Evidence(
        schemaVersion, scope, others, fileSets, newProblems, ignoredProcesses, answers);
  }
}
