package dev.plumbline.report.bundle;

import dev.plumbline.engine.finding.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** What a value of an index may be. Each error is a phrase that continues "it". */
final class IndexValue {

  /** RFC 1123: as long as the API server lets a name be. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** An IP address and a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("([0-9.]{7,15}|\\[[0-9A-Fa-f:.]{2,45}]):[0-9]{1,5}");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Far more than a report has of a kubelet's own words. */
  private static final int MAX_TEXT = 4096;

  private IndexValue() {}

  static void name(String field, String name) {
    require(
        NAME.matcher(name).matches(),
        "has in " + field + " a name that no object can have, " + Printable.argument(name));
  }

  static void address(String field, String address) {
    require(
        ADDRESS.matcher(address).matches(),
        "has in " + field + " no IP address with a port, " + Printable.argument(address));
  }

  static void digest(String field, String digest) {
    require(
        DIGEST.matcher(digest).matches(),
        "has for " + field + " no SHA-256 in lower-case hex, " + Printable.argument(digest));
  }

  static void text(String field, String text) {
    require(
        text.length() <= MAX_TEXT && text.codePoints().noneMatch(Printable::isObeyed),
        "has for " + field + " a text that is too long or holds control characters");
  }

  static void time(String field, String time) {
    try {
      Instant.parse(time);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "has for " + field + " no time such as 2026-01-31T12:00:00Z", e);
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
