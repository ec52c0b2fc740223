package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.List;

/**
 * cloud-init's user data that writes files, such as kubeadm's configuration or a static pod
 * (cloudinit/config/cc_write_files.py of canonical/cloud-init).
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
    for (String field : COMMANDS) {
      for (Tree command : Format.list(document, field)) {
        MachineFile.reportCommands(field, words(command), command, into);
      }
    }
  }

  private static void file(Tree.Mapping file, ComponentSink into) {
    String path = Format.text(file, "path");
    Tree content = file.get("content").orElse(file);
    if (!(content instanceof Tree.Scalar scalar)) {
      return;
    }
    try {
      String text = Encoded.decode(scalar.text(), Format.text(file, "encoding"), content, into);
      if (Format.text(file, "append").equals("true") && MachineFile.isRead(path, text)) {
        Component.NAMES.forEach(name -> MachineFile.notRead(name, path, content, into));
      } else {
        MachineFile.read(path, text, content, into);
      }
    } catch (InvalidDocumentException e) {
      MachineFile.unreadable(path, content, e.why(), into);
    }
  }

  private static String words(Tree command) {
    List<String> words = new ArrayList<>();
    if (command instanceof Tree.Sequence list) {
      list.items().forEach(item -> words.add(words(item)));
    } else if (command instanceof Tree.Scalar scalar) {
      words.add(scalar.text());
    }
    return String.join(" ", words);
  }
}
