package dev.plumbline.collector.host;

/** The outcome of reading one file. */
public sealed interface FileContent {

  /**
   * The whole file.
   *
   * @param path the path below the host root that it was found at, links resolved
   */
  record Text(String path, String text, FileTimes times) implements FileContent {}

  /** There is nothing at that path. */
  record Absent(String path) implements FileContent {}

  /**
   * The path leads out of the directories that can be read, so whether something is there is not
   * known.
   *
   * @param path where it leads, links resolved as far as they could be followed
   */
  record OutOfScope(String path) implements FileContent {}

  /**
   * Something is there, and its content can't be used.
   *
   * @param why a phrase that continues the path, such as "is a directory"
   */
  record Refused(String path, String why) implements FileContent {}

  /** What came of looking a text up. */
  static FileContent of(Lookup<Text> found) {
    if (found instanceof Lookup.Found<Text> text) {
      return text.value();
    }
    if (found instanceof Lookup.Absent<Text> absent) {
      return new Absent(absent.path());
    }
    if (found instanceof Lookup.OutOfScope<Text> outside) {
      return new OutOfScope(outside.path());
    }
    Lookup.Refused<Text> refused = (Lookup.Refused<Text>) found;
    return new Refused(refused.path(), refused.why());
  }
}
