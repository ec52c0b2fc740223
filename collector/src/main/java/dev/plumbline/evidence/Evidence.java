package dev.plumbline.evidence;

import java.util.List;

/**
 * The one document a collector emits.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the collector that wrote it
 * @param components every component found, one entry for each place it was found in
 * @param fileSets files of the node by what they are; empty for files of a repository
 * @param problems what should have been readable and wasn't, and why
 * @param ignoredProcesses processes that bear a component's name without being it
 * @param processes whether the processes could be looked at
 * @param origin what was read
 */
public record Evidence(
    int schemaVersion,
    List<Component> components,
    List<FileSet> fileSets,
    List<Problem> problems,
    List<IgnoredProcess> ignoredProcesses,
    ProcessVisibility processes,
    Origin origin) {

  /** Raised when a reader of the previous version would misread the document. */
  public static final int SCHEMA_VERSION = 2;

  public Evidence {
    components = List.copyOf(components);
    fileSets = List.copyOf(fileSets);
    problems = List.copyOf(problems);
    ignoredProcesses = List.copyOf(ignoredProcesses);
  }

  /** What evidence is of. */
  public enum Origin {
    NODE,
    /** Files of a repository, which tell nothing of where and how they will lie on a node. */
    FILES
  }

  /** Whether {@code /proc} was there to be read. */
  public enum ProcessVisibility {
    SEEN,
    NOT_SEEN
  }
}
