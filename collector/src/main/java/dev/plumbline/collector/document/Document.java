package dev.plumbline.collector.document;

import java.util.List;

/**
 * Reads a document as Kubernetes' decoders do: JSON when it starts as JSON, else the first YAML
 * document.
 */
public final class Document {

  /** Deeper than any manifest, and far from where a recursive reader's stack ends. */
  static final int MAX_DEPTH = 100;

  /** Aliases expanded. Static pods have a few hundred. */
  static final int MAX_NODES = 50_000;

  /** More than any file of manifests that people keep. */
  private static final int MAX_DOCUMENTS = 1_000;

  private Document() {}

  public static Tree parse(String text) throws InvalidDocumentException {
    return documents(text, 1).get(0);
  }

  /**
   * Every document of a file, in order; those that hold nothing but comments are left out.
   *
   * @throws InvalidDocumentException when one of them can't be read, or there is none
   */
  public static List<Tree> parseAll(String text) throws InvalidDocumentException {
    return documents(text, MAX_DOCUMENTS);
  }

  private static List<Tree> documents(String text, int most) throws InvalidDocumentException {
    if (text.stripLeading().startsWith("{")) {
      try {
        return List.of(new JsonTree(text).read());
      } catch (JsonTree.NotJson e) {
        // A YAML flow mapping starts the same way, and Kubernetes falls back to YAML just so.
        return new YamlTree(text).read(most);
      }
    }
    return new YamlTree(text).read(most);
  }
}
