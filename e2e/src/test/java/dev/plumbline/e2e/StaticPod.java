package dev.plumbline.e2e;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a static pod, in its manifest as kubeadm writes it. */
final class StaticPod {

  private StaticPod() {}

  static Path manifest(String program) {
    return TrueCluster.manifest().resolveSibling(program + ".yaml");
  }

  /**
   * Sets flags, and takes those away that have no value.
   *
   * @param yaml the manifest
   */
  static String with(String yaml, String program, Map<String, Optional<String>> flags) {
    String changed = yaml;
    for (var flag : flags.entrySet()) {
      changed = changed.replaceAll("(?m)^    - --" + flag.getKey() + "(=.*)?\n", "");
      if (flag.getValue().isPresent()) {
        changed = first(changed, program, "--" + flag.getKey() + "=" + flag.getValue().get());
      }
    }
    return changed;
  }

  /** Adds elements to a flag that is a list. */
  static String adding(String yaml, String program, String flag, String elements) {
    Matcher set = Pattern.compile("(?m)^    - --" + flag + "=(.*)$").matcher(yaml);
    Set<String> all = new LinkedHashSet<>();
    if (set.find()) {
      all.addAll(Arrays.asList(set.group(1).split(",", -1)));
    }
    all.addAll(Arrays.asList(elements.split(",", -1)));
    return with(yaml, program, Map.of(flag, Optional.of(String.join(",", all))));
  }

  private static String first(String yaml, String program, String argument) {
    String command = "    - " + program + "\n";
    if (!yaml.contains(command)) {
      throw new IllegalStateException(program + " has no such manifest: " + yaml);
    }
    return yaml.replace(command, command + "    - " + argument + "\n");
  }
}
