package dev.plumbline.collector.repository;

import dev.plumbline.collector.DocumentRefused;
import dev.plumbline.collector.Tree;

/** A static pod's manifest: the whole of a component's arguments. */
final class StaticPodManifest implements Format {

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.text(document, "kind").equals("Pod")
        && Format.text(document, "apiVersion").equals("v1");
  }

  @Override
  public void tell(Tree.Mapping document, Told into) throws DocumentRefused {
    into.pod(document);
  }
}
