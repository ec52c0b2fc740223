package dev.plumbline.evidence;

import java.util.List;

/**
 * The one document a collector emits.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION} of the collector that wrote it
 * @param components every component found, one entry for each place it was found in
 * @param problems what should have been readable and wasn't, and why
 * @param ignoredProcesses processes that bear a component's name without being it
 * @param processes whether the processes could be looked at
 */
public record Evidence(
    int schemaVersion,
    List<Component> components,
    List<Problem> problems,
    List<IgnoredProcess> ignoredProcesses,
    ProcessVisibility processes) {

  /** Raised when a reader of the previous version would misread the document. */
  public static final int SCHEMA_VERSION = 1;

  public Evidence {
    components = List.copyOf(components);
    problems = List.copyOf(problems);
    ignoredProcesses = List.copyOf(ignoredProcesses);
  }

  /** Whether {@code /proc} was there to be read. */
  public enum ProcessVisibility {
    SEEN,
    NOT_SEEN
  }
}
