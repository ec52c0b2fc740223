package dev.plumbline.e2e.faults;

import java.time.Duration;
import java.util.Map;

/** What becomes of a request on its way. */
sealed interface Fault {

  /** Nothing: it is passed on, and so is its reply. */
  record None() implements Fault {}

  /** It is not passed on; the proxy answers as an API server does. */
  record Answer(int code, String reason, String message, Map<String, String> headers)
      implements Fault {

    static Answer of(int code, String reason, String message) {
      return new Answer(code, reason, message, Map.of());
    }

    /** What kind it is, for people. */
    String title() {
      return code + " " + reason + (headers.isEmpty() ? "" : " with Retry-After");
    }
  }

  /** It is carried out; the connection is closed in place of the reply. */
  record LoseReply() implements Fault {}

  /** The connection is closed, and nothing is carried out. */
  record Reset() implements Fault {}

  /** Nothing happens for this long; then the connection is closed. */
  record Hang(Duration time) implements Fault {}

  /** Of a watch: each event comes so much later, in order. */
  record Delay(Duration time) implements Fault {}

  /** Of a watch: it ends after this number of events, by the connection. */
  record CutAfter(int events) implements Fault {}

  /** Of a watch: the server says that the resource version is too old, and ends it. */
  record Expired() implements Fault {}

  /**
   * Of a read: the server answers as one that has not seen what happened since the first time that
   * this was read.
   */
  record Stale() implements Fault {}
}
