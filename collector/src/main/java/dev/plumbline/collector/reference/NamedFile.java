package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.evidence.ReferencedFile;

/**
 * A path that a component is given, and what it is to it.
 *
 * @param path as the component is given it
 */
record NamedFile(String path, Role role) {

  /** What a component does with what lies at a path. */
  sealed interface Role {

    /** It reads a file. */
    record Content(Reader reader) implements Role {}

    /** It reads every configuration file below a directory. */
    record DropIns() implements Role {}

    /** It keeps its data in a directory. */
    record DataDirectory() implements Role {}
  }

  /** Makes evidence of a file's text. */
  interface Reader {
    /**
     * @param path the path that names the file
     */
    ReferencedFile read(String path, FileContent.Text content);
  }
}
