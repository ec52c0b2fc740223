package dev.plumbline.operator.live;

import java.time.Instant;
import java.util.Map;

/** What the metrics of a running component tell of its start. */
public sealed interface ComponentMetrics {

  /**
   * It has told.
   *
   * @param started when its process was started, by its machine's clock, in whole seconds. A clock
   *     that is corrected moves it
   * @param hashes the first digits of the SHA-256 of each file that it has in force; of other files
   *     none is known
   */
  record Known(Instant started, Map<ConfigurationFile, String> hashes) implements ComponentMetrics {
    public Known {
      hashes = Map.copyOf(hashes);
    }
  }

  /**
   * It has not.
   *
   * @param why continues the component's URL
   */
  record Unknown(String why) implements ComponentMetrics {}
}
