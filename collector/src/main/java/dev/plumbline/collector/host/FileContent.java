package dev.plumbline.collector.host;

import java.time.Instant;

/** The outcome of reading one file. */
public sealed interface FileContent {

  /**
   * The whole file.
   *
   * @param path the path below the host root that it was found at, links resolved
   * @param changed when its content or its place was last changed
   */
  record Text(String path, String text, Instant changed) implements FileContent {}

  /** There is nothing at that path. */
  record Absent(String path) implements FileContent {}

  /**
   * It is there and can't be used.
   *
   * @param why a sentence for people
   */
  record Refused(String path, String why) implements FileContent {}
}
