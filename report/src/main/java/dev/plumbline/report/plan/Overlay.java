package dev.plumbline.report.plan;

import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Static pods' manifests of a repository, to be laid over the manifests of nodes.
 *
 * @param manifests each component's, by its name
 * @param problems what in these files could not be determined
 * @param notLaid files that can't be laid over anything
 */
public record Overlay(
    Map<String, Component> manifests, List<Problem> problems, List<NotLaid> notLaid) {

  public Overlay {
    manifests = Map.copyOf(manifests);
    problems = List.copyOf(problems);
    notLaid = List.copyOf(notLaid);
  }

  /**
   * A file that a plan does not model.
   *
   * @param why a sentence that begins with the file's name
   */
  public record NotLaid(String file, String why) {}

  public static Overlay none() {
    return new Overlay(Map.of(), List.of(), List.of());
  }

  /**
   * Sorts what files configure into what can be laid over a node and what can't.
   *
   * @param files evidence by the name of its file
   */
  public static Overlay of(Map<String, Evidence> files) {
    Map<String, List<Component>> byName = new TreeMap<>();
    List<NotLaid> notLaid = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    files.forEach(
        (file, evidence) -> {
          evidence.components().stream()
              .filter(component -> component.source() == Source.MANIFEST)
              .forEach(
                  component ->
                      byName
                          .computeIfAbsent(component.name(), name -> new ArrayList<>())
                          .add(component));
          installers(file, evidence).forEach(notLaid::add);
          for (Problem problem : evidence.problems()) {
            notLaid.add(new NotLaid(file, problem.sentence()));
            problems.add(problem);
          }
        });
    Map<String, Component> manifests = new HashMap<>();
    byName.forEach(
        (name, all) -> {
          if (all.size() == 1) {
            manifests.put(name, all.get(0));
          } else {
            all.forEach(one -> notLaid.add(ambiguous(one, all)));
          }
        });
    return new Overlay(
        manifests,
        problems.stream().filter(problem -> manifests.containsKey(problem.component())).toList(),
        notLaid);
  }

  /** What an installer, or the kubelet's drop-ins and flags, make of it is not in the file. */
  private static Stream<NotLaid> installers(String file, Evidence evidence) {
    String names =
        evidence.components().stream()
            .filter(component -> component.source() != Source.MANIFEST)
            .map(Component::name)
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new NotLaid(
                file,
                file
                    + " configures "
                    + names
                    + " and is no static pod manifest: what ends up on a node is decided by others"
                    + " too, and was not modelled. \"plumbline check\" evaluates what it sets."));
  }

  private static NotLaid ambiguous(Component one, List<Component> all) {
    return new NotLaid(
        one.place().file(),
        one.place().file()
            + " was not laid over: "
            + all.stream().map(each -> each.place().file()).collect(Collectors.joining(", "))
            + " are manifests of "
            + one.name()
            + ", and which nodes each is for is not known. Give one of them.");
  }

  /** Whether a node has a manifest of a component. */
  static boolean fits(String component, Evidence node) {
    return node.components().stream()
        .anyMatch(own -> own.name().equals(component) && own.source() == Source.MANIFEST);
  }

  /** A node's evidence with each manifest in the place of the node's own. */
  Evidence over(Evidence node) {
    List<Component> replaced =
        node.components().stream()
            .filter(own -> own.source() == Source.MANIFEST && manifests.containsKey(own.name()))
            .toList();
    Evidence without = NextStart.without(replaced, node);
    List<Component> components = new ArrayList<>(without.components());
    replaced.forEach(
        own -> components.add(laid(own, Objects.requireNonNull(manifests.get(own.name())))));
    List<Problem> all = new ArrayList<>(without.problems());
    problems.stream().filter(problem -> fits(problem.component(), node)).forEach(all::add);
    return node.with(components, all, node.probes());
  }

  /**
   * The file's component with what the node has: the mode and owner of the manifest that it
   * replaces, and the files at the paths that the node's component names too. Others are unknown.
   */
  private static Component laid(Component node, Component file) {
    Map<String, HostFile> attributes = new HashMap<>(node.attributes());
    HostFile manifest = node.attributes().get(node.place().file());
    if (manifest != null) {
      attributes.put(file.place().file(), manifest);
    }
    List<ReferencedFile> files = new ArrayList<>();
    file.files().forEach(named -> files.add(known(named, node.files())));
    Set<String> paths = files.stream().map(ReferencedFile::path).collect(Collectors.toSet());
    node.files().stream().filter(own -> !paths.contains(own.path())).forEach(files::add);
    return new Component(
        file.name(),
        file.source(),
        file.place(),
        file.image(),
        file.arguments(),
        file.environment(),
        file.surroundings(),
        attributes,
        files,
        file.excerpt());
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
