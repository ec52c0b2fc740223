package dev.plumbline.evidence;

import java.util.List;

/**
 * A control-plane component as one source tells of it.
 *
 * @param name the program's name, e.g. {@code kube-apiserver}
 * @param source where it was seen
 * @param place the file and line that it starts at
 * @param image the container image, empty when the source has none
 * @param arguments what the program is started with, without the program itself
 * @param files the files that its arguments may name, as far as they matter
 * @param excerpt the manifest's own lines around the arguments, empty for a process
 */
public record Component(
    String name,
    Source source,
    Place place,
    String image,
    List<Argument> arguments,
    List<ReferencedFile> files,
    Excerpt excerpt) {

  public Component {
    arguments = List.copyOf(arguments);
    files = List.copyOf(files);
  }

  /** The kinds of place that a component is seen in. */
  public enum Source {
    /** A static-pod manifest on the node's disk, or in a repository. */
    MANIFEST,
    /** A running process: what is in force now. */
    PROCESS
  }
}
