package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a real kube-apiserver answered at {@code /flagz}: {@code truth/flagz}.
 *
 * @param answers to the first row, whole, by the content type that was asked for
 */
public record FlagzTable(
    String component, String version, Map<String, String> answers, List<Recorded> rows) {

  /**
   * What it answered when it was started with a row's arguments.
   *
   * @param flags the values as printed; of every row but the first those that differ from the
   *     first's
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Recorded(
      String name,
      List<String> arguments,
      @Nullable Map<String, String> files,
      Map<String, String> flags) {}
}
