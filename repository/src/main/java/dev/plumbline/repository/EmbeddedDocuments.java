package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.List;
import java.util.regex.Pattern;

/** Documents of the known formats in a value of another document, such as a ConfigMap's. */
final class EmbeddedDocuments {

  /** What a text has in it when it configures a component by a document with a kind. */
  private static final Pattern SIGN =
      Pattern.compile(
          "kubeadm\\.k8s\\.io/|\\.config\\.k8s\\.io/|audit\\.k8s\\.io/|node\\.eks\\.aws/"
              + "|k0s\\.k0sproject\\.io/|kind\\.x-k8s\\.io/|(controlplane|bootstrap)\\.cluster\\.x-k8s\\.io/");

  private EmbeddedDocuments() {}

  /** Whether a text may hold documents that configure a component. */
  static boolean mayBeIn(String text) {
    return SIGN.matcher(text).find();
  }

  /** Reads the documents in a text that stands in the file. */
  static void read(Tree text, ComponentSink into) throws InvalidDocumentException {
    into.within(text, () -> read(EmbeddedText.documents(text, into.source()), into));
  }

  /**
   * Reads the documents in a text that stands in the file in another form.
   *
   * @param at where it stands
   */
  static void read(String decoded, Tree at, ComponentSink into) throws InvalidDocumentException {
    into.within(at, () -> read(EmbeddedText.decoded(decoded, at.span()), into));
  }

  /** Reads documents that were parsed. */
  static void read(List<Tree> documents, ComponentSink into) {
    SourceFile.expanded(documents).forEach(document -> RepositoryFile.read(document, into));
  }

  /** A text that should hold documents and can't be read: what it configures is unknown. */
  static void refused(InvalidDocumentException e, ComponentSink into) {
    into.refused(Component.NAMES, e);
  }
}
