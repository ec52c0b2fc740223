package dev.plumbline.evidence;

import java.util.List;
import java.util.Map;

/**
 * A control-plane component as one source describes it.
 *
 * @param name the program's name, e.g. {@code kube-apiserver}
 * @param source the kind of source
 * @param place the file and line that it starts at
 * @param image the container image, empty when the source has none
 * @param arguments what the program is started with, without the program itself
 * @param environment variables that are alternatives to its flags; empty for a component that has
 *     none
 * @param surroundings whether its environment could be read
 * @param attributes who may read and write the files: its manifest by the path of {@code place},
 *     others by the path that an argument gives; none for files of a repository
 * @param files the files that its arguments may name, as far as they matter
 * @param excerpt the manifest's own lines around the arguments, empty for a process
 */
public record Component(
    String name,
    Source source,
    SourceLocation place,
    String image,
    List<Argument> arguments,
    List<Variable> environment,
    Visibility surroundings,
    Map<String, HostFile> attributes,
    List<ReferencedFile> files,
    Excerpt excerpt) {

  /** The programs that there is evidence of. */
  public static final List<String> NAMES =
      List.of(
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "etcd",
          "kubelet",
          "kube-proxy");

  public Component {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    attributes = Map.copyOf(attributes);
    files = List.copyOf(files);
  }

  /** The same with other arguments and files: what an edit makes of it. */
  public Component with(List<Argument> newArguments, List<ReferencedFile> newFiles) {
    return new Component(
        name,
        source,
        place,
        image,
        newArguments,
        environment,
        surroundings,
        attributes,
        newFiles,
        excerpt);
  }

  /** The same with other attributes of files. */
  public Component withAttributes(Map<String, HostFile> newAttributes) {
    return new Component(
        name,
        source,
        place,
        image,
        arguments,
        environment,
        surroundings,
        newAttributes,
        files,
        excerpt);
  }

  /** The kinds of source of a component. */
  public enum Source {
    /** A static-pod manifest on the node's disk, or in a repository. */
    MANIFEST,
    /**
     * A file that a program reads the arguments from when it starts the component within itself:
     * what is in force after its next start.
     */
    ARGUMENT_FILE,
    /** A running process: what is in force now. */
    PROCESS,
    /**
     * What the running component answers about itself. At {@code /flagz}: every flag with the value
     * in force, as pflag prints it, defaults included. A kubelet at {@code /configz}: its
     * configuration in force, which is the only file. The files that either names are not in it.
     */
    LIVE,
    /**
     * An installer's, or a component's own, configuration in a repository. What it doesn't set is
     * decided by others, and not known.
     */
    CONFIGURATION
  }
}
