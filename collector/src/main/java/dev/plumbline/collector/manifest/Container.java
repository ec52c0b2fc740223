package dev.plumbline.collector.manifest;

import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.evidence.Argument;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container of a static pod, as far as it matters to what runs in it.
 *
 * @param line where it starts in the manifest
 * @param command expanded; empty when the image's own entrypoint runs
 * @param args expanded
 * @param workingDirectory where relative paths start, empty when the image decides
 */
record Container(
    String name,
    String image,
    int line,
    List<Argument> command,
    List<Argument> args,
    Environment environment,
    String workingDirectory,
    MountNamespace mounts) {

  Container {
    command = List.copyOf(command);
    args = List.copyOf(args);
  }

  /** Whether it is meant to be a component, by its name or its image. */
  boolean isNamed(String component) {
    return name.equals(component) || imageName().equals(component);
  }

  /** The command and the arguments, as they are written. */
  List<Argument> words() {
    return Stream.concat(command.stream(), args.stream()).toList();
  }

  /**
   * The image's last path element without tag, digest and architecture, e.g. {@code
   * kube-apiserver}.
   */
  String imageName() {
    String path = image.substring(image.lastIndexOf('/') + 1);
    String name = path.split("[:@]", 2)[0];
    return name.replaceFirst("-(amd64|arm64|arm|ppc64le|s390x)$", "");
  }
}
