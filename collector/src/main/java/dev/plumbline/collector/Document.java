package dev.plumbline.collector;

/**
 * Reads a document as Kubernetes' decoders do: JSON when it starts as JSON, else the first YAML
 * document.
 */
final class Document {

  /** Deeper than any manifest, and far from where a recursive reader's stack ends. */
  static final int MAX_DEPTH = 100;

  /** Aliases expanded. The largest static pod seen has a few hundred. */
  static final int MAX_NODES = 50_000;

  private Document() {}

  static Tree parse(String text) throws DocumentRefused {
    if (text.stripLeading().startsWith("{")) {
      try {
        return new JsonTree(text).read();
      } catch (JsonTree.NotJson e) {
        // A YAML flow mapping starts the same way, and Kubernetes falls back to YAML just so.
        return new YamlTree(text).read();
      }
    }
    return new YamlTree(text).read();
  }
}
