package dev.plumbline.collector;

import dev.plumbline.evidence.Component.EnvironmentVisibility;
import dev.plumbline.evidence.Variable;
import java.util.List;
import java.util.Map;

/**
 * What a component's process has around it.
 *
 * @param mounts where the paths it sees lie on the node
 * @param environment the variables that are alternatives to its flags
 */
record Surroundings(
    VolumeMounts mounts, List<Variable> environment, EnvironmentVisibility visibility) {

  /** A process in the host's own mount namespace; its environment is still to be read. */
  static Surroundings host() {
    return new Surroundings(VolumeMounts.host(), List.of(), EnvironmentVisibility.NOT_SEEN);
  }

  /** A container whose manifest isn't there. */
  static Surroundings unknown() {
    return new Surroundings(
        new VolumeMounts(List.of(), Map.of()), List.of(), EnvironmentVisibility.NOT_SEEN);
  }
}
