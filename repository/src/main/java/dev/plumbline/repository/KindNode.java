package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import dev.plumbline.repository.ComponentSink.Editing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kubeadm configuration of one node of kind: what the Cluster adds to the one that kind
 * generates, which is not known here, and the patches of the Cluster and of the node on top.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/kubeadm/config.go">
 *     the configuration that kind generates</a>
 */
final class KindNode {

  private static final String CLUSTER = "ClusterConfiguration";

  /** The documents of a generated configuration. */
  private static final List<String> KINDS =
      List.of(
          CLUSTER,
          "InitConfiguration",
          "JoinConfiguration",
          "KubeletConfiguration",
          "KubeProxyConfiguration");

  /** Those that count on a node that joins as a worker. */
  private static final List<String> WORKER_KINDS =
      List.of("JoinConfiguration", "KubeletConfiguration", "KubeProxyConfiguration");

  private final String version;
  private final List<String> kinds;
  private final Map<String, Tree.Mapping> documents = new LinkedHashMap<>();
  private final List<Tree.Mapping> unmatched = new ArrayList<>();

  private KindNode(Tree.Mapping cluster, Tree.Mapping node) throws InvalidDocumentException {
    this.version = Format.text(node, "image");
    this.kinds = Format.text(node, "role").equals("worker") ? WORKER_KINDS : KINDS;
    for (String kind : KINDS) {
      documents.put(kind, generated(kind, cluster));
    }
  }

  /** All patches of the Cluster come before those of the node. */
  static KindNode of(Tree.Mapping cluster, Tree.Mapping node, SourceFile file)
      throws InvalidDocumentException {
    KindNode generated = new KindNode(cluster, node);
    for (Tree.Mapping patched : List.of(cluster, node)) {
      for (Tree patch : Format.list(patched, Kind.MERGE_PATCHES)) {
        for (Tree document : EmbeddedText.documents(patch, file)) {
          generated.merge(Tree.mapping(document));
        }
      }
      for (Tree patch : Format.list(patched, Kind.JSON_PATCHES)) {
        generated.patch(Tree.mapping(patch), file);
      }
    }
    return generated;
  }

  /** kind gives its feature gates to every component, and its runtime config to the API server. */
  private static Tree.Mapping generated(String kind, Tree.Mapping cluster)
      throws InvalidDocumentException {
    Tree.Mapping empty = new Tree.Mapping(Map.of(), cluster.span());
    Optional<Tree> gates = cluster.get("featureGates");
    if (kind.equals(CLUSTER)) {
      Map<String, Tree> blocks = new LinkedHashMap<>();
      for (Kubeadm.Block block : Kubeadm.BLOCKS) {
        Map<String, Tree> arguments = new LinkedHashMap<>();
        put("feature-gates", gates, arguments);
        if (block.component().equals("kube-apiserver")) {
          put("runtime-config", cluster.get("runtimeConfig"), arguments);
        }
        nest("extraArgs", arguments, block.name(), cluster, blocks);
      }
      return new Tree.Mapping(blocks, cluster.span());
    }
    return kind.startsWith("Kube") && gates.isPresent()
        ? new Tree.Mapping(Map.of("featureGates", gates.get()), gates.get().span())
        : empty;
  }

  private static void put(String flag, Optional<Tree> pairs, Map<String, Tree> arguments)
      throws InvalidDocumentException {
    if (pairs.isPresent()) {
      String joined = ExtraArguments.joined(pairs.get());
      arguments.put(
          flag, new Tree.Scalar(joined, Tree.Kind.STRING, Tree.Origin.SHARED, pairs.get().span()));
    }
  }

  private static void nest(
      String field,
      Map<String, Tree> entries,
      String block,
      Tree.Mapping cluster,
      Map<String, Tree> blocks) {
    if (!entries.isEmpty()) {
      Tree inner = new Tree.Mapping(entries, cluster.span());
      blocks.put(block, new Tree.Mapping(Map.of(field, inner), cluster.span()));
    }
  }

  /** A patch is for the document of its kind, and of its version if it has one. */
  private void merge(Tree.Mapping patch) throws InvalidDocumentException {
    Tree.Mapping target = documents.get(Format.text(patch, "kind"));
    if (target == null || !KindRelease.of(version).generates(Format.text(patch, "apiVersion"))) {
      unmatched.add(patch);
    } else {
      documents.put(Format.text(patch, "kind"), MergePatch.apply(target, patch));
    }
  }

  private void patch(Tree.Mapping patch, SourceFile file) throws InvalidDocumentException {
    Tree.Mapping target = documents.get(Format.text(patch, "kind"));
    String apiVersion = Format.text(patch, "group") + "/" + Format.text(patch, "version");
    if (target == null || !KindRelease.of(version).generates(apiVersion)) {
      unmatched.add(patch);
      return;
    }
    Tree text = patch.get("patch").orElse(patch);
    for (Tree operations : EmbeddedText.documents(text, file)) {
      target = JsonPatch.apply(target, operations);
    }
    documents.put(Format.text(patch, "kind"), target);
  }

  void reportUnmatched(ComponentSink into) {
    for (Tree.Mapping patch : unmatched) {
      String why =
          "has a patch of kind \""
              + Format.text(patch, "kind")
              + "\" that matches no document that kind generates: "
              + String.join(", ", KINDS)
              + ", each of one version for a release; leave the patch's apiVersion out";
      Component.NAMES.forEach(name -> into.problem(name, patch, why));
    }
  }

  /**
   * @param added the documents of nodes before this one; most nodes share theirs
   */
  void addTo(ComponentSink into, Set<Tree> added) throws InvalidDocumentException {
    for (String kind : kinds) {
      Tree.Mapping document = documents.get(kind);
      if (document != null && !document.entries().isEmpty() && added.add(document)) {
        add(kind, document, into);
      }
    }
  }

  private void add(String kind, Tree.Mapping document, ComponentSink into)
      throws InvalidDocumentException {
    if (kind.equals(CLUSTER)) {
      Kubeadm.cluster(document, version, into);
      return;
    }
    Optional<ComponentConfiguration> own = ComponentConfiguration.of(kind);
    if (own.isPresent()) {
      own.get().add(document, version, Editing.IMPOSSIBLE, into);
    } else {
      Kubeadm.node(document, kind, version, into);
    }
  }
}
