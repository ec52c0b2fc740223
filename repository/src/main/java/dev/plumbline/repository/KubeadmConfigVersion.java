package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the versions of Cluster API's kubeadm provider have differently: v1beta1 has extra arguments
 * as a mapping and v1beta2 as a list, and each has fields that the other has not.
 *
 * @param version v1beta1 or v1beta2
 */
record KubeadmConfigVersion(String version) {

  private static final String OLD = "v1beta1";

  private static final String NEW = "v1beta2";

  /** The blocks with extra arguments. */
  private static final List<List<String>> ARGUMENTS =
      List.of(
          List.of("clusterConfiguration", "apiServer", "extraArgs"),
          List.of("clusterConfiguration", "controllerManager", "extraArgs"),
          List.of("clusterConfiguration", "scheduler", "extraArgs"),
          List.of("clusterConfiguration", "etcd", "local", "extraArgs"),
          List.of("initConfiguration", "nodeRegistration", "kubeletExtraArgs"),
          List.of("joinConfiguration", "nodeRegistration", "kubeletExtraArgs"));

  /** The fields of one version alone, by their block. */
  static final Map<String, Map<String, Set<String>>> OWN =
      Map.of(
          OLD,
          Map.of(
              "", Set.of("useExperimentalRetryJoin"),
              "clusterConfiguration",
                  Set.of("apiVersion", "kind", "clusterName", "kubernetesVersion", "networking"),
              "initConfiguration", Set.of("apiVersion", "kind"),
              "joinConfiguration", Set.of("apiVersion", "kind")),
          NEW,
          Map.of(
              "initConfiguration", Set.of("timeouts"),
              "joinConfiguration", Set.of("timeouts")));

  static KubeadmConfigVersion of(Tree.Mapping document) {
    return new KubeadmConfigVersion(Format.text(document, "apiVersion").replaceAll(".*/", ""));
  }

  /**
   * @throws InvalidDocumentException when a KubeadmConfigSpec is written as in the other version
   */
  void check(Tree.Mapping spec) throws InvalidDocumentException {
    if (!OWN.containsKey(version)) {
      return;
    }
    for (List<String> path : ARGUMENTS) {
      Tree arguments = at(spec, path).orElse(null);
      if (arguments instanceof Tree.Sequence && version.equals(OLD)) {
        throw refused(arguments, "has a list of extra arguments, where " + OLD + " has a mapping");
      }
      if (arguments instanceof Tree.Mapping && version.equals(NEW)) {
        throw refused(arguments, "has a mapping of extra arguments, where " + NEW + " has a list");
      }
    }
    checkFields(spec, version.equals(OLD) ? NEW : OLD);
  }

  private void checkFields(Tree.Mapping spec, String other) throws InvalidDocumentException {
    for (Map.Entry<String, Set<String>> block : OWN.getOrDefault(other, Map.of()).entrySet()) {
      boolean isTop = block.getKey().isEmpty();
      Tree fields = isTop ? spec : at(spec, List.of(block.getKey())).orElse(null);
      for (String field : block.getValue()) {
        if (fields instanceof Tree.Mapping mapping && mapping.get(field).isPresent()) {
          throw refused(
              mapping.get(field).orElseThrow(),
              "sets " + field + ", a field of " + other + " that " + version + " has not");
        }
      }
    }
  }

  private static Optional<Tree> at(Tree.Mapping spec, List<String> path) {
    Tree node = spec;
    for (String step : path) {
      if (!(node instanceof Tree.Mapping mapping) || mapping.get(step).isEmpty()) {
        return Optional.empty();
      }
      node = mapping.get(step).orElseThrow();
    }
    return Optional.of(node);
  }

  private static InvalidDocumentException refused(Tree at, String why) {
    return new InvalidDocumentException(at.span().line(), why + ": the API server refuses it");
  }
}
