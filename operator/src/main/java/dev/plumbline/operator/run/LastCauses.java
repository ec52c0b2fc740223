package dev.plumbline.operator.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The last cause of a warning, so that what is found again and again is told once. */
final class LastCauses {

  private final Map<String, String> last = new ConcurrentHashMap<>();

  /**
   * The cause where it is another than the time before.
   *
   * @param about what it is the cause of
   * @param cause empty when there is nothing to warn of: the next cause is new
   */
  Optional<String> ifNew(String about, Optional<String> cause) {
    if (cause.isEmpty()) {
      last.remove(about);
      return cause;
    }
    return cause.filter(why -> !why.equals(last.put(about, why)));
  }
}
