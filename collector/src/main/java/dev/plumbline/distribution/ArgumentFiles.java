package dev.plumbline.distribution;

import dev.plumbline.evidence.Component;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a program reads the arguments of its components from.
 *
 * @param own the file that the program's own arguments are kept in
 * @param files by component: which flag of the program names the file, and where it is
 * @param controlPlane the program's flag that turns off the control plane with {@code false}; empty
 *     when there is none
 * @param variables those of the program that the files refer to, by name
 */
public record ArgumentFiles(
    String own, Map<String, Source> files, String controlPlane, Map<String, String> variables) {

  /** The components of a node that has no control plane. */
  private static final List<String> OF_EVERY_NODE = List.of("kubelet", "kube-proxy");

  /** What Go takes for false. */
  private static final List<String> FALSE = List.of("0", "f", "F", "false", "FALSE", "False");

  /** Jackson leaves out what a file leaves out. */
  @SuppressWarnings("ConstantValue")
  public ArgumentFiles {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    controlPlane = controlPlane == null ? "" : controlPlane;
    variables = variables == null ? Map.of() : Map.copyOf(variables);
  }

  /**
   * One component's file.
   *
   * @param flag the program's flag that names it, without dashes
   * @param path where the distribution keeps it
   */
  public record Source(String flag, String path) {}

  /** The components that the program runs with these arguments. */
  public List<String> components(List<String> arguments) {
    boolean nodeOnly = last(controlPlane, arguments).filter(FALSE::contains).isPresent();
    return Component.NAMES.stream()
        .filter(files::containsKey)
        .filter(component -> !nodeOnly || OF_EVERY_NODE.contains(component))
        .toList();
  }

  /** The file of a component that the program is given. */
  public String file(String component, List<String> arguments) {
    Source source = files.get(component);
    if (source == null) {
      throw new IllegalArgumentException(component);
    }
    return last(source.flag(), arguments)
        .filter(given -> !isSame(given, source.path()))
        .orElse(source.path());
  }

  private static Optional<String> last(String flag, List<String> arguments) {
    String prefix = "--" + flag + "=";
    return flag.isEmpty()
        ? Optional.empty()
        : arguments.stream()
            .filter(argument -> argument.startsWith(prefix))
            .map(argument -> argument.substring(prefix.length()))
            .reduce((first, second) -> second);
  }

  /** A path with the revision that the link {@code current} leads to is the same file. */
  private static boolean isSame(String given, String path) {
    String[] a = given.split("/", -1);
    String[] b = path.split("/", -1);
    boolean same = a.length == b.length;
    for (int i = 0; same && i < a.length; i++) {
      same = a[i].equals(b[i]) || b[i].equals("current");
    }
    return same;
  }
}
