package dev.plumbline.collector.k3s;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.collector.reference.FilesOfNode;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import java.time.Instant;

/** What k3s was started with could not be determined. */
final class Undetermined extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient SourceLocation place;
  private final String why;

  /**
   * @param why a phrase that continues the place's file name
   */
  Undetermined(SourceLocation place, String why) {
    super(why);
    this.place = place;
    this.why = why;
  }

  static Undetermined at(String file, String why) {
    return new Undetermined(SourceLocation.line(file, 1), why);
  }

  /** Of a file that is neither there to be read nor known to be absent. */
  static Undetermined of(FileContent content) {
    return content instanceof FileContent.OutOfScope outside
        ? outOfScope(outside.path())
        : at(((FileContent.Refused) content).path(), ((FileContent.Refused) content).why());
  }

  /** Of a directory that is neither there to be read nor known to be absent. */
  static Undetermined of(Lookup<?> lookup) {
    return lookup instanceof Lookup.OutOfScope<?> outside
        ? outOfScope(outside.path())
        : at(((Lookup.Refused<?>) lookup).path(), ((Lookup.Refused<?>) lookup).why());
  }

  /**
   * What a file says now is not what k3s was started with.
   *
   * @param started when it was
   */
  static void ifChanged(String path, FileContent.Text text, Instant started) throws Undetermined {
    if (text.times().mayHaveNewContentSince(FilesOfNode.readBy(started))) {
      throw at(
          path,
          "was changed after k3s started; what it started with stays in force until a restart");
    }
  }

  private static Undetermined outOfScope(String path) {
    return at(path, ReferencedFile.OutOfScope.WHY);
  }

  SourceLocation place() {
    return place;
  }

  String why() {
    return why;
  }
}
