package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Map;

/**
 * Edits that make a control hold. Each is tried on the evidence, and offered only if the control
 * passes with it.
 *
 * @param flags values by flag, for the manifest's arguments
 * @param add elements by list flag
 * @param remove elements by list flag
 * @param unset flags to leave out
 * @param config values by field of the configuration file
 * @param matching a regular expression for the paths of the files that are asked for
 * @param kind {@code file} when directories are left out; empty when both are
 * @param mode the widest permission bits of each file, in octal
 * @param owner the owner and group of each file, e.g. {@code root:root}
 */
public record FixSpec(
    Map<String, String> flags,
    Map<String, String> add,
    Map<String, String> remove,
    List<String> unset,
    Map<String, String> config,
    String matching,
    String kind,
    String mode,
    String owner) {

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public FixSpec {
    flags = flags == null ? Map.of() : Map.copyOf(flags);
    add = add == null ? Map.of() : Map.copyOf(add);
    remove = remove == null ? Map.of() : Map.copyOf(remove);
    unset = unset == null ? List.of() : List.copyOf(unset);
    config = config == null ? Map.of() : Map.copyOf(config);
    matching = matching == null ? ".*" : matching;
    kind = kind == null ? "" : kind;
    mode = mode == null ? "" : mode;
    owner = owner == null ? "" : owner;
  }

  public static FixSpec none() {
    return new FixSpec(Map.of(), Map.of(), Map.of(), List.of(), Map.of(), ".*", "", "", "");
  }

  /**
   * The value of a field of a configuration file as the flag takes it that sets the same.
   *
   * @param yaml a scalar, or a list in brackets
   */
  public static String asFlag(String yaml) {
    return yaml.replaceAll("[\\[\\] ]", "");
  }

  public boolean editsFlags() {
    return !flags.isEmpty() || !add.isEmpty() || !remove.isEmpty() || !unset.isEmpty();
  }
}
