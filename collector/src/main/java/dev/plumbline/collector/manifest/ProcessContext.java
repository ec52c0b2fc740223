package dev.plumbline.collector.manifest;

import dev.plumbline.collector.reference.VolumeMounts;
import dev.plumbline.evidence.Variable;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Map;

/**
 * What a component's process has around it.
 *
 * @param mounts where the paths it sees lie on the node
 * @param environment the variables that are alternatives to its flags
 */
public record ProcessContext(
    VolumeMounts mounts, List<Variable> environment, Visibility visibility) {

  /** A process in the host's own mount namespace; its environment is still to be read. */
  public static ProcessContext host() {
    return new ProcessContext(VolumeMounts.host(), List.of(), Visibility.NOT_OBSERVED);
  }

  /** A container whose manifest isn't there. */
  public static ProcessContext unknown() {
    return new ProcessContext(
        new VolumeMounts(List.of(), Map.of()), List.of(), Visibility.NOT_OBSERVED);
  }
}
