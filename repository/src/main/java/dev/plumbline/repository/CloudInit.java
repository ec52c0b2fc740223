package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import java.util.List;

/**
 * cloud-init's user data that writes files, such as kubeadm's configuration or a static pod
 * (cloudinit/config/cc_write_files.py of canonical/cloud-init at 04eacd06).
 *
 * @see <a
 *     href="https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files">write_files</a>
 */
final class CloudInit implements Format {

  private static final List<String> COMMANDS = List.of("bootcmd", "runcmd");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return document.get("kind").isEmpty()
        && document.get("write_files").orElse(null) instanceof Tree.Sequence;
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    List<Tree> files = Format.list(document, "write_files");
    // Arguments in one file name others of them.
    into.nodeFiles(NodeFiles.of(files));
    for (Tree item : files) {
      file(Tree.mapping(item), into);
    }
    MachineCommands.report(document, COMMANDS, into);
  }

  private static void file(Tree.Mapping file, ComponentSink into) {
    String path = Format.text(file, "path");
    if (file.get("source").isPresent()) {
      MachineFile.unreadable(path, file, "has its content elsewhere, where it is not read", into);
    }
    Tree content = file.get("content").orElseGet(() -> SynthesizedTree.text("", file));
    if (!(content instanceof Tree.Scalar scalar)) {
      MachineFile.unreadable(path, content, "has content that is no text", into);
      return;
    }
    try {
      String text = Encoded.decode(scalar.text(), Format.text(file, "encoding"), content, into);
      if (Format.text(file, "append").matches("(?i)true|yes|on|1")) {
        MachineFile.unreadable(path, text, content, "is appended to, which is not read", into);
      } else if (!text.isBlank()) {
        MachineFile.read(path, text, content, into);
      }
    } catch (InvalidDocumentException e) {
      MachineFile.unreadable(path, content, e.why(), into);
    }
  }
}
