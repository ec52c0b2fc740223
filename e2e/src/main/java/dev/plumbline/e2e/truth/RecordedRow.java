package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row with what came of it.
 *
 * @param complaint what an API server said that refused to start; for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordedRow(
    String name,
    List<String> arguments,
    @Nullable Map<String, String> files,
    Row.Outcome outcome,
    @Nullable String complaint) {

  /** What was tried. */
  public Row row() {
    return new Row(name, arguments, files);
  }
}
