package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that the configuration of a machine writes, read as the program that it is for reads it.
 */
final class MachineFile {

  /** Files that are not documents and change how a component is started, and the component. */
  private static final Map<Pattern, String> STARTS = new LinkedHashMap<>();

  static {
    for (String component : Component.NAMES) {
      STARTS.put(Pattern.compile(".*/" + component + "\\.service(\\.d/.*)?"), component);
    }
    STARTS.put(
        Pattern.compile("/etc/(default|sysconfig)/kubelet|.*/kubeadm-flags\\.env"), "kubelet");
  }

  /** Documents by where they lie, whatever they hold. */
  private static final Pattern DOCUMENTS =
      Pattern.compile(
          ".*/manifests/[^/]+\\.(ya?ml|json)|/etc/rancher/(k3s|rke2)/config\\.yaml(\\.d/.*)?"
              + "|/var/lib/kubelet/config\\.yaml|.*/kubelet[^/]*\\.(conf|ya?ml|json)|.*/kubelet/config(\\.json)?\\.d/.*");

  private MachineFile() {}

  /** The component whose start a file changes, without being a document. */
  static Optional<String> startOf(String path) {
    return STARTS.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(path).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether a file is of interest at all. */
  static boolean isRead(String path, String text) {
    return startOf(path).isPresent()
        || DOCUMENTS.matcher(path).matches()
        || EmbeddedDocuments.mayBeIn(text);
  }

  /**
   * Reads a file.
   *
   * @param path where it is written to
   * @param text what it holds
   * @param at where that stands; a scalar with this very text, or the place of its encoded form
   */
  static void read(String path, String text, Tree at, ComponentSink into) {
    Optional<String> start = startOf(path);
    if (start.isPresent()) {
      into.fileNotRead(start.get(), path, at);
      return;
    }
    if (!isRead(path, text)) {
      MachineCommands.changedBy(text).forEach(component -> into.fileNotRead(component, path, at));
      return;
    }
    try {
      if (at instanceof Tree.Scalar scalar && scalar.text().equals(text)) {
        EmbeddedDocuments.read(at, into);
      } else {
        EmbeddedDocuments.read(text, at, into);
      }
    } catch (InvalidDocumentException e) {
      EmbeddedDocuments.refused(e, into);
    }
  }

  /** A file whose content can't be had, if it is one that matters. */
  static void unreadable(String path, Tree at, String why, ComponentSink into) {
    unreadable(path, "", at, why, into);
  }

  /**
   * A file of which the content is not whole, if it is one that matters.
   *
   * @param text what is known of it
   */
  static void unreadable(String path, String text, Tree at, String why, ComponentSink into) {
    concerned(path, text)
        .forEach(component -> into.problem(component, at, "writes " + path + ": it " + why));
  }

  private static Collection<String> concerned(String path, String text) {
    Optional<String> start = startOf(path);
    if (start.isPresent()) {
      return List.of(start.get());
    }
    return isRead(path, text) ? Component.NAMES : MachineCommands.changedBy(text);
  }
}
