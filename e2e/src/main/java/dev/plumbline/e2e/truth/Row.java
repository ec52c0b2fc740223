package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An argument list to try.
 *
 * @param arguments what the API server gets beside what every one needs; {@code {dir}} is the
 *     folder of the row's files
 * @param files content by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Row(String name, List<String> arguments, @Nullable Map<String, String> files) {

  /** What the API server did. */
  public enum Outcome {
    /** It gave every Secret to a user without rights. */
    ALLOWS,
    /** It refused the Secrets to a user without rights. */
    AUTHORIZES,
    /** It exited without ever serving. */
    REFUSES_TO_START
  }

  Map<String, String> fileContents() {
    return files == null ? Map.of() : files;
  }
}
