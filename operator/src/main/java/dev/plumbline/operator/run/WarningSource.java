package dev.plumbline.operator.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the warning events about an object come from. */
interface WarningSource {

  /** Those about the object with a UID; empty when there are none. */
  Warnings about(String uid);

  /** Reads them from the API server at each call. */
  static WarningSource live(KubernetesClient client, String namespace) {
    return uid -> Warnings.read(uid, client, namespace);
  }

  /**
   * The same with few requests: most pods start within seconds, and have no warnings. Events about
   * an object are read when it was asked about for a while, and then now and again.
   */
  static WarningSource patient(WarningSource source, Clock clock) {
    return new Patient(source, clock);
  }

  /** Remembers what it has read. */
  final class Patient implements WarningSource {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration AGE = Duration.ofSeconds(10);

    /** Who is asked about at all is so every few seconds. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    /** More objects than a run has pods that wait at a time. */
    private static final int MAX_OBJECTS = 1000;

    private record Asked(Instant due, Warnings warnings) {}

    private final WarningSource source;
    private final Clock clock;
    private final Map<String, Asked> asked =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > MAX_OBJECTS
                || eldest.getValue().due().isBefore(clock.instant().minus(FORGOTTEN));
          }
        };

    Patient(WarningSource source, Clock clock) {
      this.source = source;
      this.clock = clock;
    }

    @Override
    public synchronized Warnings about(String uid) {
      Instant now = clock.instant();
      Asked known = asked.get(uid);
      if (known == null) {
        known = new Asked(now.plus(PATIENCE), new Warnings(List.of()));
      } else if (!now.isBefore(known.due()) || now.isBefore(known.due().minus(AGE))) {
        // Due; or the clock was set back, and it would not be for long.
        known = new Asked(now.plus(AGE), source.about(uid));
      }
      asked.put(uid, known);
      return known.warnings();
    }
  }
}
