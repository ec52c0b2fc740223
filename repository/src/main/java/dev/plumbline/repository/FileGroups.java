package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.repository.SourceFile.Member;
import dev.plumbline.repository.SourceFile.Parsed;
import dev.plumbline.repository.SourceFile.Role;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of several files the tool that they are for reads as one: the main file of each group, and
 * the others.
 */
final class FileGroups {

  private final Map<Path, Parsed> files;
  private final Map<Path, Set<Path>> partsOf = new LinkedHashMap<>();
  private final Set<Path> parts = new HashSet<>();

  /** The parts that are kubeadm's patches. */
  private final Set<Path> patches = new HashSet<>();

  /** The first drop-in of each main file, and the files with a kops Cluster of each name. */
  private final Map<Path, Path> firstDropIns = new LinkedHashMap<>();

  private final Map<String, List<Path>> clusters = new LinkedHashMap<>();

  /** The files with a ClusterClass of each name, and with a template of each kind and name. */
  private final Map<String, List<Path>> classes = new LinkedHashMap<>();

  private final Map<String, List<Path>> templates = new LinkedHashMap<>();

  private FileGroups(Map<Path, Parsed> files) {
    this.files = files;
    files.forEach(
        (path, file) -> {
          ConfigDropIns.mainOf(path)
              .ifPresent(
                  main -> firstDropIns.merge(main, path, (a, b) -> a.compareTo(b) <= 0 ? a : b));
          Kops.clusters(file).forEach(name -> put(clusters, name, path));
          for (Tree.Mapping object : file.objects()) {
            if (ClusterClass.isOne(object)) {
              put(classes, Format.nameOf(object), path);
            } else if (ClassTemplate.mayBeOne(object)) {
              put(templates, ClassTemplate.keyOf(object), path);
            }
          }
        });
  }

  private static void put(Map<String, List<Path>> index, String name, Path path) {
    index.computeIfAbsent(name, key -> new ArrayList<>()).add(path);
  }

  /**
   * Files that are read as one.
   *
   * @param main the first of them
   * @param parts the others, in the order that the tool reads them
   */
  record Group(Path main, List<Path> parts, SourceFile source) {

    Group {
      parts = List.copyOf(parts);
    }
  }

  /** The groups of these files, in their order: each file is in one or more of them. */
  static List<Group> of(Map<Path, Parsed> files) {
    FileGroups groups = new FileGroups(files);
    files.forEach(groups::join);
    List<Group> all = new ArrayList<>();
    Set<Path> covered = new HashSet<>();
    files.keySet().stream()
        .filter(path -> !groups.parts.contains(path))
        .forEach(path -> all.add(groups.group(path, covered)));
    // Two that are parts of each other.
    for (Path path : files.keySet()) {
      if (!covered.contains(path)) {
        all.add(groups.group(path, covered));
      }
    }
    return all;
  }

  private Group group(Path main, Set<Path> covered) {
    Set<Path> reached = new TreeSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(main));
    while (!next.isEmpty()) {
      for (Path part : partsOf.getOrDefault(next.remove(), Set.of())) {
        if (!part.equals(main) && reached.add(part)) {
          next.add(part);
        }
      }
    }
    List<Member> members = new ArrayList<>(List.of(new Member(file(main), Role.DOCUMENTS)));
    for (Path part : reached) {
      members.add(new Member(file(part), patches.contains(part) ? Role.PATCH : Role.DOCUMENTS));
    }
    covered.add(main);
    covered.addAll(reached);
    SourceFile source = SourceFile.of(members);
    return new Group(
        main, List.copyOf(reached), reached.isEmpty() ? source : ConfigDropIns.merged(source));
  }

  private Parsed file(Path path) {
    return Objects.requireNonNull(files.get(path));
  }

  private void join(Path path, Parsed file) {
    dropInOf(path).ifPresent(main -> join(main, path));
    for (Path patch : KubeadmPatchFiles.namedBy(path, file, files.keySet())) {
      join(path, patch);
      patches.add(patch);
    }
    for (Path patch : Talhelper.patchFiles(path, file)) {
      if (files.containsKey(patch)) {
        join(path, patch);
        patches.add(patch);
      }
    }
    for (Tree.Mapping group : file.objects()) {
      if (KopsInstanceGroup.isOne(group)) {
        nearest(clusters, KopsInstanceGroup.cluster(group), path)
            .ifPresent(main -> join(main, path));
      }
    }
    joinClasses(path, file);
  }

  /** A ClusterClass is read with its templates and its Clusters. */
  private void joinClasses(Path path, Parsed file) {
    for (Tree.Mapping object : file.objects()) {
      if (ClusterClass.isOne(object)) {
        for (ClassTemplate template : ClusterClass.templatesOf(object)) {
          nearest(templates, template.key(), path).ifPresent(part -> join(path, part));
        }
      }
    }
    for (String name : TopologyCluster.classes(file)) {
      nearest(classes, name, path).ifPresent(main -> join(main, path));
    }
  }

  private void join(Path main, Path part) {
    if (!main.equals(part)) {
      partsOf.computeIfAbsent(main, key -> new LinkedHashSet<>()).add(part);
      parts.add(part);
    }
  }

  /** The file that a drop-in adds to, or the first of its directory where there is none. */
  private Optional<Path> dropInOf(Path path) {
    return ConfigDropIns.mainOf(path)
        .map(main -> files.containsKey(main) ? main : firstDropIns.getOrDefault(main, path));
  }

  /**
   * The file with an object of a name: a repository may have several of one name, and the nearest
   * is meant. Empty when the file itself has it, and when two are as near.
   */
  private static Optional<Path> nearest(Map<String, List<Path>> index, String name, Path from) {
    List<Path> all = name.isEmpty() ? List.of() : index.getOrDefault(name, List.of());
    if (all.contains(from)) {
      return Optional.empty();
    }
    int nearest = all.stream().mapToInt(path -> shared(path, from)).max().orElse(0);
    List<Path> best = all.stream().filter(path -> shared(path, from) == nearest).toList();
    return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
  }

  /** How many directories two paths begin with alike. */
  private static int shared(Path a, Path b) {
    int most = Math.min(a.getNameCount(), b.getNameCount()) - 1;
    int same = 0;
    while (same < most && a.getName(same).equals(b.getName(same))) {
      same++;
    }
    return same;
  }
}
