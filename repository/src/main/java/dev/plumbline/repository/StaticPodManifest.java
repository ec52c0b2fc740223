package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;

/** A static pod's manifest: the whole of a component's arguments. */
final class StaticPodManifest implements Format {

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.text(document, "kind").equals("Pod")
        && Format.text(document, "apiVersion").equals("v1");
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    into.pod(document);
  }
}
