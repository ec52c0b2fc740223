package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration of kind, which holds kubeadm's as patches, each a text within the file.
 *
 * @see <a href="https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches">kubeadm
 *     config patches</a>
 */
final class Kind implements Format {

  /** More patches than nodes that a laptop bears. */
  private static final int MAX_PATCHES = 100;

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.is(document, "Cluster", "kind.x-k8s.io/");
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    if (into.depth() == ComponentSink.Depth.WITHIN) {
      throw new InvalidDocumentException(
          document.span().line(), "is a kind Cluster within another");
    }
    List<Tree> patches = new ArrayList<>(list(document, "kubeadmConfigPatches"));
    for (Tree node : list(document, "nodes")) {
      patches.addAll(list(Tree.mapping(node), "kubeadmConfigPatches"));
    }
    if (patches.size() > MAX_PATCHES) {
      throw new InvalidDocumentException(
          patches.get(MAX_PATCHES).span().line(), "has more than " + MAX_PATCHES + " patches");
    }
    for (Tree patch : patches) {
      String text = inPlace(patch, into);
      into.add(RepositoryFile.tell(into.within(text), text));
    }
  }

  private static List<Tree> list(Tree.Mapping mapping, String field)
      throws InvalidDocumentException {
    Tree value = mapping.get(field).orElse(null);
    if (value == null || value instanceof Tree.Sequence) {
      return value == null ? List.of() : ((Tree.Sequence) value).items();
    }
    throw new InvalidDocumentException(
        value.span().line(), field + " isn't a list: kind refuses the file");
  }

  /**
   * A patch behind as many lines as stand before it, so that its places are the file's. A literal
   * block begins on the line below its sign.
   */
  private static String inPlace(Tree patch, ComponentSink file) throws InvalidDocumentException {
    String text = Tree.text(patch);
    int line = patch.span().line();
    boolean block = patch.span().endLine() > line;
    int before = block ? line : line - 1;
    String indent = block ? file.indentOf(line + 1) : "";
    return "\n".repeat(before)
        + text.lines()
            .map(l -> l.startsWith("---") ? l : indent + l)
            .collect(Collectors.joining("\n"));
  }
}
