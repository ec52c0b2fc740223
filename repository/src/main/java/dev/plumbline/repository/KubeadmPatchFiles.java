package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.SourceFile.Parsed;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of kubeadm's patches: which are some, and which a configuration names. */
final class KubeadmPatchFiles {

  /** {@code target[suffix][+patchtype].extension}. */
  static final Pattern NAME =
      Pattern.compile(
          "(kube-apiserver|kube-controller-manager|kube-scheduler|etcd|kubeletconfiguration)"
              + "([^+/]*)(?:\\+(strategic|merge|json))?\\.(?:yaml|json)");

  private KubeadmPatchFiles() {}

  /** Whether a file is a patch where a configuration names its directory. */
  static boolean mayBePatch(Path path) {
    return NAME.matcher(String.valueOf(path.getFileName())).matches();
  }

  /**
   * Whether a file is a patch by its name, whatever it holds. One of the kubelet's configuration
   * may be that configuration, and says what it says in any case.
   */
  static boolean isPatch(SourceFile file) {
    Matcher found = NAME.matcher(String.valueOf(Path.of(file.name()).getFileName()));
    if (!found.matches()) {
      return false;
    }
    return found.group(1).equals(KubeadmPatches.KUBELET)
        ? file.documents().stream().noneMatch(RepositoryFile::isKnown)
        : found.group(3) != null || found.group(2).matches("\\d+");
  }

  /** The component that a file of such a name changes. */
  static String component(Path path) {
    Matcher found = NAME.matcher(String.valueOf(path.getFileName()));
    return found.matches() && !found.group(1).equals(KubeadmPatches.KUBELET)
        ? found.group(1)
        : "kubelet";
  }

  /** The directories beside a file that its documents name. */
  static List<Path> directories(Path path, Parsed file) {
    Set<Path> directories = new LinkedHashSet<>();
    for (Tree.Mapping document : file.objects()) {
      if (Kubeadm.isNode(document)
          && document.get("patches").orElse(document) instanceof Tree.Mapping patches) {
        String name = Format.text(patches, "directory");
        if (!name.isEmpty() && !name.startsWith("/") && !Placeholder.isIn(name)) {
          directories.add(path.toAbsolutePath().resolveSibling(name).normalize());
        }
      }
    }
    return List.copyOf(directories);
  }

  /** The patches among these files that a file names, by their names. */
  static List<Path> namedBy(Path path, Parsed file, Set<Path> files) {
    List<Path> directories = directories(path, file);
    return directories.isEmpty()
        ? List.of()
        : files.stream()
            .filter(KubeadmPatchFiles::mayBePatch)
            .filter(other -> directories.contains(other.toAbsolutePath().normalize().getParent()))
            .sorted(Comparator.naturalOrder())
            .toList();
  }

  /** The files in the directories that a file names. */
  static PathsBelow beside(Path path, Parsed file) {
    return directories(path, file).stream()
        .map(directory -> PathsBelow.of(directory, KubeadmPatchFiles::mayBePatch))
        .reduce(PathsBelow.none(), PathsBelow::and);
  }
}
