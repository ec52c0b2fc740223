package dev.plumbline.repository;

import dev.plumbline.evidence.Evidence;

/**
 * What became of one file. No file that configures a component is without one of the first four.
 */
public sealed interface FileOutcome {

  /** What the file is called in locations. */
  String file();

  /** A file that configures components, or that may. */
  sealed interface Relevant extends FileOutcome {

    /** Its components, and the problems that keep more from being known. */
    Evidence evidence();
  }

  /** A document of it was read. Its evidence may have problems beside its components. */
  record Evaluated(String file, Evidence evidence) implements Relevant {}

  /**
   * It was read together with another file, whose evidence has what it configures.
   *
   * @param whole the name of that file
   */
  record PartOf(String file, String whole) implements FileOutcome {}

  /** It is of a format that is recognised, and that is not read. */
  record NotSupported(String file, Evidence evidence) implements Relevant {}

  /** It could not be read. */
  record Unreadable(String file, Cause cause, Evidence evidence) implements Relevant {}

  /** It configures no component. */
  record Unrelated(String file, Content content) implements FileOutcome {}

  /** What keeps a file from being read. */
  enum Cause {
    /** It is to be rendered first. */
    TEMPLATE,
    /** By SOPS. */
    ENCRYPTED,
    /** It is no YAML or JSON, or its own tool refuses it. */
    INVALID,
    TOO_LARGE,
    NO_PERMISSION,
    /** It is not UTF-8 text. */
    BINARY,
    /** It leads to a directory outside of those that are looked through. */
    LINK,
    /** It is a FIFO, a link that leads nowhere, or on a disk that does not answer. */
    NOT_A_FILE
  }

  /** What a file that configures no component holds. */
  enum Content {
    /** Documents of other kinds. */
    OTHER_KINDS,
    /** Comments, or nothing. */
    NOTHING,
    /** What is no YAML, such as a template, and mentions no component. */
    NOT_PARSED
  }
}
