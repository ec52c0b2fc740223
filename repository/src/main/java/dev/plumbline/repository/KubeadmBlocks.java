package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The blocks of a KubeadmConfigSpec, any of which a template may make as a whole: then what it
 * configures is unknown, and the rest is not.
 */
final class KubeadmBlocks {

  private static final String ITEM = "*";

  /** Blocks by their paths, with the components that they configure. */
  private static final Map<String, List<String>> BLOCKS = new LinkedHashMap<>();

  static {
    BLOCKS.put("clusterConfiguration", Kubeadm.CONTROL_PLANE);
    component("clusterConfiguration/apiServer", "extraArgs", "kube-apiserver");
    BLOCKS.put("clusterConfiguration/apiServer/extraVolumes", List.of("kube-apiserver"));
    BLOCKS.put("clusterConfiguration/apiServer/extraVolumes/*", List.of("kube-apiserver"));
    component("clusterConfiguration/controllerManager", "extraArgs", "kube-controller-manager");
    component("clusterConfiguration/scheduler", "extraArgs", "kube-scheduler");
    BLOCKS.put("clusterConfiguration/etcd", List.of("etcd"));
    component("clusterConfiguration/etcd/local", "extraArgs", "etcd");
    for (String node : List.of("initConfiguration", "joinConfiguration")) {
      BLOCKS.put(node, Component.NAMES);
      BLOCKS.put(node + "/patches", Component.NAMES);
      component(node + "/nodeRegistration", "kubeletExtraArgs", "kubelet");
    }
    BLOCKS.put("files", Component.NAMES);
    BLOCKS.put("files/*", Component.NAMES);
    for (String commands : List.of("bootCommands", "preKubeadmCommands", "postKubeadmCommands")) {
      BLOCKS.put(commands, Component.NAMES);
    }
  }

  private KubeadmBlocks() {}

  private static void component(String path, String arguments, String component) {
    for (String block : List.of("", "/" + arguments, "/" + arguments + "/" + ITEM)) {
      BLOCKS.put(path + block, List.of(component));
    }
  }

  /** The blocks that are known. Each other is reported for the components that it configures. */
  static Tree.Mapping known(Tree.Mapping spec, ComponentSink into) {
    return (Tree.Mapping) known(spec, "", into).orElse(spec);
  }

  private static Optional<Tree> known(Tree node, String path, ComponentSink into) {
    if (node instanceof Tree.Scalar scalar) {
      if (!BLOCKS.containsKey(path) || !Placeholder.isTemplate(scalar.text())) {
        return Optional.of(node);
      }
      report(path, node, into);
      return Optional.empty();
    }
    if (node instanceof Tree.Sequence list) {
      List<Tree> items = new ArrayList<>();
      list.items().forEach(item -> known(item, path + "/" + ITEM, into).ifPresent(items::add));
      return Optional.of(new Tree.Sequence(items, list.layout(), list.span()));
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    ((Tree.Mapping) node)
        .entries()
        .forEach(
            (name, value) ->
                known(value, path.isEmpty() ? name : path + "/" + name, into)
                    .ifPresent(kept -> fields.put(name, kept)));
    return Optional.of(new Tree.Mapping(fields, node.span()));
  }

  private static void report(String path, Tree at, ComponentSink into) {
    for (String component : BLOCKS.getOrDefault(path, List.of())) {
      into.problem(
          component,
          at,
          "has "
              + path.replaceFirst("/\\*$", "").replace('/', '.')
              + " made by a template whose values are not known: its effect on "
              + component
              + " is unknown");
    }
  }
}
