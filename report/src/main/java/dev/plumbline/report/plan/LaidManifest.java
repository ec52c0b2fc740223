package dev.plumbline.report.plan;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.ReferencedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A static pod's manifest in the place of a node's own. */
final class LaidManifest {

  private LaidManifest() {}

  /**
   * The file's component with what the node has: the mode and owner of the manifest that it
   * replaces, and the files at the paths that the node's component names too. Others are unknown.
   */
  static Component over(Component node, Component file) {
    Map<String, HostFile> attributes = new HashMap<>(node.attributes());
    HostFile manifest = node.attributes().get(node.place().file());
    if (manifest != null) {
      attributes.put(file.place().file(), manifest);
    }
    return new Component(
        file.name(),
        file.source(),
        file.place(),
        file.image(),
        file.arguments(),
        file.environment(),
        file.surroundings(),
        attributes,
        files(node, file),
        file.excerpt());
  }

  /** Those that the file names, as far as the node has them, and the node's others. */
  static List<ReferencedFile> files(Component node, Component file) {
    List<ReferencedFile> files = new ArrayList<>();
    file.files().forEach(named -> files.add(known(named, node.files())));
    Set<String> paths = files.stream().map(ReferencedFile::path).collect(Collectors.toSet());
    node.files().stream().filter(own -> !paths.contains(own.path())).forEach(files::add);
    return files;
  }

  private static ReferencedFile known(ReferencedFile named, List<ReferencedFile> ofNode) {
    return named instanceof ReferencedFile.OnNode
        ? ofNode.stream()
            .filter(own -> own.path().equals(named.path()))
            .findFirst()
            .orElse(
                new ReferencedFile.Unreadable(
                    named.path(), "is named by the file and was not read on the node"))
        : named;
  }
}
