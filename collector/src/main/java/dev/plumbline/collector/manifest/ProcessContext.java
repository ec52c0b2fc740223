package dev.plumbline.collector.manifest;

import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.evidence.Variable;
import dev.plumbline.evidence.Visibility;
import java.util.List;

/**
 * What a component's process has around it.
 *
 * @param mounts where the paths that it is given lie on the node
 * @param environment the variables that are alternatives to its flags
 * @param visibility whether that environment is the whole of it
 */
public record ProcessContext(
    MountNamespace mounts, List<Variable> environment, Visibility visibility) {

  public ProcessContext {
    environment = List.copyOf(environment);
  }

  /** A process whose environment is still to be read. */
  public static ProcessContext in(MountNamespace mounts) {
    return new ProcessContext(mounts, List.of(), Visibility.NOT_OBSERVED);
  }
}
