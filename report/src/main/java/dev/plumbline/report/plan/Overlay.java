package dev.plumbline.report.plan;

import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.report.NodePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Files of a repository, to be laid over the components of nodes.
 *
 * @param layers in the order that they are laid
 * @param problems what in these files could not be determined
 * @param notLaid files that can't be laid over anything
 * @param nodes the nodes that they are for; empty for all
 */
public record Overlay(
    List<Layer> layers, List<Problem> problems, List<NotLaid> notLaid, List<NodePattern> nodes) {

  public Overlay {
    layers = List.copyOf(layers);
    problems = List.copyOf(problems);
    notLaid = List.copyOf(notLaid);
    nodes = List.copyOf(nodes);
  }

  /**
   * A file that a plan does not model.
   *
   * @param why a sentence that begins with the file's name
   */
  public record NotLaid(String file, String why) {}

  public static Overlay none() {
    return new Overlay(List.of(), List.of(), List.of(), List.of());
  }

  /**
   * Sorts what files configure into what can be laid over a node and what can't.
   *
   * @param files evidence by the name of its file
   */
  public static Overlay of(Map<String, Evidence> files) {
    return new FileLayers(files).overlay();
  }

  /** The same for some nodes only, by their names, with {@code *} for any text. */
  public Overlay forNodes(List<String> patterns) {
    return new Overlay(layers, problems, notLaid, patterns.stream().map(NodePattern::of).toList());
  }

  boolean isFor(String node) {
    return nodes.isEmpty() || nodes.stream().anyMatch(pattern -> pattern.matches(node));
  }

  /**
   * A node's evidence with layers over it.
   *
   * @param laid those that fit
   */
  record Laid(Evidence evidence, List<Layer> laid) {}

  /** Lays everything that fits over a node. */
  Laid over(Evidence node, ReleaseHints hints) {
    Map<String, Release> releases = Engine.releases(node, hints);
    List<Component> components = new ArrayList<>(node.components());
    List<Component> replaced = new ArrayList<>();
    List<Layer> laid = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.isFor(node.components()) && releases.containsKey(layer.file().name())) {
        Release release = Objects.requireNonNull(releases.get(layer.file().name()));
        boolean fits = false;
        for (int i = 0; i < components.size(); i++) {
          Component own = components.get(i);
          Optional<Component> over = layer.over(own, release);
          if (over.isPresent()) {
            components.set(i, over.get());
            fits = true;
            if (layer.kind() == Layer.Kind.MANIFEST) {
              replaced.add(own);
            }
          }
        }
        if (fits) {
          laid.add(layer);
        }
      }
    }
    List<Problem> all = new ArrayList<>(NextStart.without(replaced, node).problems());
    problems.stream()
        .filter(
            problem ->
                laid.stream().anyMatch(layer -> layer.file().name().equals(problem.component())))
        .forEach(all::add);
    return new Laid(node.with(components, all, node.probes()), laid);
  }
}
