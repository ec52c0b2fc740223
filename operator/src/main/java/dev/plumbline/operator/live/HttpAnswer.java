package dev.plumbline.operator.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a request of HTTP/1.0, after which the server closes the connection: a head and a
 * body, neither encoded nor in chunks.
 */
final class HttpAnswer {

  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_STATUS_LINE = 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private final int status;
  private final String contentType;
  private final byte[] body;

  private HttpAnswer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  int status() {
    return status;
  }

  /** Empty when there is none. */
  String contentType() {
    return contentType;
  }

  /** Read once, so that it needs no copy. */
  byte[] body() {
    return body;
  }

  /**
   * The body as JSON.
   *
   * @param mapper bounds it
   * @throws NoAnswer when it is none
   */
  JsonNode json(ObjectMapper mapper) throws NoAnswer {
    try {
      return mapper.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new NoAnswer("was answered with JSON that could not be parsed");
    }
  }

  /** Raised when what arrives is no such answer. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param why continues the endpoint's URL; quotes nothing of the answer
     */
    Malformed(String why) {
      super(why);
    }
  }

  /** Whether there is time left to read on; throws when there is none. */
  interface Deadline {
    void check() throws IOException;
  }

  /**
   * Reads an answer to its end.
   *
   * @param maxBody a longer body is not read to its end
   * @throws Malformed when it is none
   */
  static HttpAnswer read(InputStream in, int maxBody, Deadline deadline) throws IOException {
    byte[] all = bytes(in, MAX_HEAD + maxBody, deadline);
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || end > MAX_HEAD) {
      throw new Malformed("answered with something else than HTTP");
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      throw new Malformed("answered with something else than HTTP");
    }
    byte[] body = java.util.Arrays.copyOfRange(all, end + 4, all.length);
    OptionalInt length = length(lines);
    if (header("transfer-encoding", lines).isPresent()
        || header("content-encoding", lines).isPresent()
        || length.isPresent() && length.getAsInt() != body.length) {
      throw new Malformed("answered with a body that did not arrive whole");
    }
    return new HttpAnswer(
        Integer.parseInt(status.group(1)), header("content-type", lines).orElse(""), body);
  }

  /**
   * Reads the status, and nothing after its line.
   *
   * @throws Malformed when there is none
   */
  static int status(InputStream in, Deadline deadline) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < MAX_STATUS_LINE && line.indexOf("\r\n") < 0) {
      deadline.check();
      int read = in.read();
      if (read < 0) {
        break;
      }
      line.append((char) read);
    }
    Matcher status = STATUS.matcher(line.toString().strip());
    if (!status.matches()) {
      throw new Malformed("answered with something else than HTTP");
    }
    return Integer.parseInt(status.group(1));
  }

  private static OptionalInt length(String[] lines) throws Malformed {
    Optional<String> length = header("content-length", lines);
    if (length.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!length.get().matches("[0-9]{1,9}")) {
      throw new Malformed("answered with something else than HTTP");
    }
    return OptionalInt.of(Integer.parseInt(length.get()));
  }

  private static Optional<String> header(String name, String[] lines) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(line.substring(colon + 1).strip());
      }
    }
    return Optional.empty();
  }

  private static byte[] bytes(InputStream in, int most, Deadline deadline) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (true) {
      deadline.check();
      int read = in.read(buffer);
      if (read < 0) {
        return all.toByteArray();
      }
      all.write(buffer, 0, read);
      if (all.size() > most) {
        throw new Malformed("answered with more than " + most + " bytes");
      }
    }
  }
}
