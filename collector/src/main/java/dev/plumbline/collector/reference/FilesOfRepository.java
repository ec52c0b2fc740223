package dev.plumbline.collector.reference;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Variable;
import java.util.List;
import java.util.Map;

/** Files that a repository's manifests name: they lie on a node, and are not looked for. */
public final class FilesOfRepository implements ReferencedFiles {

  private final FileLocator locator;

  /**
   * @param workingDirectory where relative paths start; empty when that is not known
   */
  public FilesOfRepository(MountNamespace mounts, String workingDirectory) {
    this.locator = new FileLocator(mounts, workingDirectory);
  }

  @Override
  public Result read(String component, List<Argument> arguments, List<Variable> environment) {
    List<ReferencedFile> files =
        FileFlags.named(component, arguments, environment).stream()
            .filter(named -> !(named.role() instanceof NamedFile.Role.DataDirectory))
            .map(NamedFile::path)
            .map(this::file)
            .toList();
    return new Result(files, Map.of());
  }

  private ReferencedFile file(String path) {
    return locator.locate(path) instanceof Location.Unknown unknown
        ? new ReferencedFile.Unreadable(path, unknown.why())
        : new ReferencedFile.OnNode(path);
  }
}
