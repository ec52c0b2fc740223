package dev.plumbline.report;

import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.NotEvaluated;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Nodes for tests. */
public final class Nodes {

  private Nodes() {}

  /** A node with static pods of these programs, without arguments. */
  static NodeReading.Collected with(String name, String... components) {
    return collected(
        name,
        Arrays.stream(components)
            .map(component -> component(component, List.of(), List.of()))
            .toList());
  }

  /** A node with an API server. */
  public static NodeReading.Collected apiServer(String name, Argument... arguments) {
    return apiServer(name, List.of(), arguments);
  }

  /** A node with an API server whose arguments name files. */
  static NodeReading.Collected apiServer(
      String name, List<ReferencedFile> files, Argument... arguments) {
    return collected(name, List.of(component("kube-apiserver", List.of(arguments), files)));
  }

  private static NodeReading.Collected collected(String name, List<Component> components) {
    return new NodeReading.Collected(
        name,
        ReleaseHints.ofNode("v1.36.3"),
        new Evidence(
            Evidence.SCHEMA_VERSION,
            new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/")),
            components,
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  /** A node whose pod failed. */
  static NodeReading.NotRead notRead(String name) {
    return notRead(name, NotEvaluated.Reason.CollectionFailed);
  }

  static NodeReading.NotRead notRead(String name, NotEvaluated.Reason reason) {
    return new NodeReading.NotRead(name, reason, "The pod failed.");
  }

  private static Component component(
      String name, List<Argument> arguments, List<ReferencedFile> files) {
    return new Component(
        name,
        Component.Source.MANIFEST,
        SourceLocation.line("/etc/kubernetes/manifests/" + name + ".yaml", 1),
        "registry.k8s.io/" + name + ":v1.36.3",
        arguments,
        List.of(),
        Visibility.OBSERVED,
        Map.of(),
        files,
        Excerpt.none());
  }

  private static <R extends NodeReading> List<R> of(
      Class<R> type, Collection<? extends NodeReading> nodes) {
    return nodes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public static ComplianceScanStatus.Nodes counts(
      int selected, Collection<? extends NodeReading> nodes) {
    return NodesEvaluated.count(
        selected,
        of(NodeReading.Collected.class, nodes).size(),
        of(NodeReading.NotRead.class, nodes));
  }

  static RunEvaluator.Evaluated evaluated(
      List<Selection.Chosen> benchmarks,
      Collection<? extends NodeReading> nodes,
      ClusterReading cluster) {
    RunEvaluator evaluator = RunEvaluator.of(benchmarks);
    of(NodeReading.Collected.class, nodes).forEach(evaluator::add);
    return evaluator.with(cluster);
  }

  /** What the evidence of nodes comes to, without any control. */
  static NodesObserved observed(Collection<? extends NodeReading> nodes) {
    NodesObserved observed = new NodesObserved(List.of(), (evidence, hints) -> Map.of());
    of(NodeReading.Collected.class, nodes).forEach(observed::add);
    return observed;
  }
}
