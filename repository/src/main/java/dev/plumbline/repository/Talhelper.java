package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code talconfig.yaml} of talhelper: a machine's configuration has the patches of its group,
 * then its own, and then those of the cluster (pkg/generate/config.go, pkg/config/nodeconfigs.go
 * and pkg/patcher/patcher.go at 39b69792).
 *
 * @see <a href="https://budimanjojo.github.io/talhelper/latest/reference/configuration/">its
 *     fields</a>
 */
final class Talhelper implements Format {

  private static final String CONTROL_PLANE = "controlPlane";
  private static final String WORKER = "worker";
  private static final String PATCHES = "patches";
  private static final String FILES = "machineFiles";

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return isOne(document);
  }

  private static boolean isOne(Tree.Mapping document) {
    return document.get("kind").isEmpty()
        && document.get("clusterName").isPresent()
        && document.get("endpoint").isPresent()
        && document.get("nodes").orElse(null) instanceof Tree.Sequence;
  }

  /** One configuration for each set of patches that a node has. */
  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    for (String group : List.of(CONTROL_PLANE, WORKER)) {
      NodeFiles.of(Format.list(Format.at(document, group), FILES)).reportOverrides(into);
    }
    Set<List<Tree>> done = new LinkedHashSet<>();
    for (Tree item : Format.list(document, "nodes")) {
      Tree.Mapping node = Tree.mapping(item);
      boolean controlPlane = Format.text(node, CONTROL_PLANE).equals("true");
      List<Tree> patches = patches(document, node, controlPlane ? CONTROL_PLANE : WORKER);
      NodeFiles.of(Format.list(node, FILES)).reportOverrides(into);
      List<Tree> distinct = new ArrayList<>(patches);
      distinct.add(SynthesizedTree.text(controlPlane ? "controlplane" : WORKER, document));
      if (done.add(distinct)) {
        read(patches, controlPlane, document, into);
      }
    }
  }

  /** The files of patches that a file names, which lie beside it. */
  static List<Path> patchFiles(Path path, SourceFile.Parsed file) {
    Set<Path> files = new LinkedHashSet<>();
    for (Tree.Mapping document : file.objects()) {
      if (isOne(document)) {
        named(document)
            .forEach(name -> files.add(path.toAbsolutePath().resolveSibling(name).normalize()));
      }
    }
    return List.copyOf(files);
  }

  static PathsBelow beside(Path path, SourceFile.Parsed file) {
    List<Path> there = patchFiles(path, file).stream().filter(Files::isRegularFile).toList();
    return new PathsBelow(there, Map.of());
  }

  private static Stream<String> named(Tree.Mapping block) {
    return block.entries().entrySet().stream()
        .flatMap(
            field -> {
              Tree value = field.getValue();
              List<Tree> items =
                  value instanceof Tree.Sequence list ? list.items() : List.of(value);
              return field.getKey().equals(PATCHES)
                  ? items.stream().flatMap(item -> TalosPatches.fileOf(item).stream())
                  : items.stream()
                      .filter(Tree.Mapping.class::isInstance)
                      .flatMap(item -> named((Tree.Mapping) item));
            });
  }

  private static List<Tree> patches(Tree.Mapping document, Tree.Mapping node, String group)
      throws InvalidDocumentException {
    List<Tree> patches = new ArrayList<>();
    List<Tree> own = Format.list(node, PATCHES);
    boolean overridden = !own.isEmpty() && Format.text(node, "overridePatches").equals("true");
    if (!overridden && document.get(group).isPresent()) {
      patches.addAll(Format.list(Format.at(document, group), PATCHES));
    }
    patches.addAll(own);
    patches.addAll(Format.list(document, PATCHES));
    return patches;
  }

  private static void read(
      List<Tree> patches, boolean controlPlane, Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    Tree version = document.get("kubernetesVersion").orElse(document);
    TalosPatches all = TalosPatches.of(controlPlane ? "controlplane" : WORKER, version, into);
    for (Tree patch : patches) {
      all.add(patch);
    }
    all.read();
  }
}
