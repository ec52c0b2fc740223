package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.List;
import java.util.Set;

/** A workload whose pods run a component, such as a hosted control plane or kube-proxy. */
final class Workload implements Format {

  /** An etcd alone may be an application's. */
  private static final List<String> COMPONENTS =
      Component.NAMES.stream().filter(name -> name.startsWith("kube-")).toList();

  private static final Set<String> KINDS = Set.of("Deployment", "DaemonSet", "StatefulSet");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    if (!KINDS.contains(Format.text(document, "kind"))
        || !Format.text(document, "apiVersion").startsWith("apps/")) {
      return false;
    }
    try {
      for (Tree container : Format.list(podSpec(document), "containers")) {
        if (runsComponent(Tree.mapping(container))) {
          return true;
        }
      }
      return false;
    } catch (InvalidDocumentException e) {
      // Most workloads are no business of this product.
      return false;
    }
  }

  /** By the name of the container, or the program that it starts. */
  private static boolean runsComponent(Tree.Mapping container) throws InvalidDocumentException {
    List<Tree> command = Format.list(container, "command");
    String program =
        !command.isEmpty() && command.get(0) instanceof Tree.Scalar first ? first.text() : "";
    return COMPONENTS.contains(Format.text(container, "name"))
        || COMPONENTS.contains(program.substring(program.lastIndexOf('/') + 1));
  }

  private static Tree.Mapping podSpec(Tree.Mapping document) throws InvalidDocumentException {
    return Format.at(document, "spec", "template", "spec");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = podSpec(document);
    into.pod(SynthesizedTree.pod(Format.at(document, "metadata"), spec));
  }
}
