package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration of kind: feature gates, and patches of the kubeadm configuration that kind
 * generates for each node.
 *
 * @see <a href="https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches">kubeadm
 *     config patches</a>
 */
final class Kind implements Format {

  static final String MERGE_PATCHES = "kubeadmConfigPatches";
  static final String JSON_PATCHES = "kubeadmConfigPatchesJSON6902";

  /** More patches than a machine with a cluster of kind has nodes. */
  private static final int MAX_PATCHES = 100;

  private static final FieldTable FIELDS = FieldTable.of("kind");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "Cluster", "kind.x-k8s.io/")
        || Format.is(document, "Cluster", "kind.sigs.k8s.io/");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    List<Tree.Mapping> nodes = new ArrayList<>();
    for (Tree node : Format.list(document, "nodes")) {
      nodes.add(Tree.mapping(node));
    }
    limitPatches(document, nodes);
    into.notRead(Component.NAMES, "", FIELDS.block("Cluster"), document);
    nodes.forEach(node -> into.notRead(Component.NAMES, "", FIELDS.block("Node"), node));
    if (nodes.isEmpty()) {
      // kind makes one node then.
      nodes.add(new Tree.Mapping(Map.of(), document.span()));
    }
    Set<Tree> added = new HashSet<>();
    for (Tree.Mapping node : nodes) {
      KindNode generated = KindNode.of(document, node, into.source());
      generated.reportUnmatched(into);
      generated.addTo(into, added);
    }
  }

  private static void limitPatches(Tree.Mapping document, List<Tree.Mapping> nodes)
      throws InvalidDocumentException {
    List<Tree> patches = new ArrayList<>(patches(document));
    for (Tree.Mapping node : nodes) {
      patches.addAll(patches(node));
    }
    if (patches.size() > MAX_PATCHES) {
      throw new InvalidDocumentException(
          patches.get(MAX_PATCHES).span().line(), "has more than " + MAX_PATCHES + " patches");
    }
  }

  private static List<Tree> patches(Tree.Mapping fields) throws InvalidDocumentException {
    List<Tree> patches = new ArrayList<>(Format.list(fields, MERGE_PATCHES));
    patches.addAll(Format.list(fields, JSON_PATCHES));
    return patches;
  }
}
