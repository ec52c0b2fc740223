package dev.plumbline.engine.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The code that evaluates, with its tables. A corrected build may come to other verdicts over the
 * same evidence, although no control has changed.
 */
public final class EngineCode {

  /** Written by the build. */
  static final String RESOURCE = "/dev/plumbline/engine/code.sha256";

  private EngineCode() {}

  /**
   * Changes when the code or a table does, and is the same wherever one build runs.
   *
   * @return lower-case hex; empty where no build has made it
   */
  public static String digest() {
    try (InputStream resource = EngineCode.class.getResourceAsStream(RESOURCE)) {
      return resource == null ? "" : new String(resource.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
