package dev.plumbline.operator.live;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * An answer of HTTP/1.0 that may be many megabytes: its body is handed on line by line as it
 * arrives, and nothing of it is kept.
 */
final class StreamedAnswer {

  /** Of a line of the head, or of the body; a longer line of the body is skipped. */
  static final int MAX_LINE = 4096;

  private static final int MAX_HEAD_LINES = 100;
  private static final int NOT_GIVEN = -1;

  private final InputStream buffered;

  /** How many bytes were taken, after the line with the status. */
  private long taken;

  private StreamedAnswer(InputStream in, long most, HttpAnswer.Deadline deadline) {
    this.buffered = new BufferedInputStream(new Bounded(in, most, deadline), 16 * 1024);
  }

  /**
   * Reads an answer to its end. Of one with another status than 200 nothing but that is read.
   *
   * @param most in bytes, of head and body; a longer answer is not read to its end
   * @param line takes each line of the body that has an end, without it
   * @return the status
   * @throws HttpAnswer.Malformed when it is none
   */
  static int read(InputStream in, long most, HttpAnswer.Deadline deadline, Consumer<String> line)
      throws IOException {
    return new StreamedAnswer(in, most, deadline).read(deadline, line);
  }

  private int read(HttpAnswer.Deadline deadline, Consumer<String> line) throws IOException {
    int status = HttpAnswer.status(buffered, deadline);
    if (status == HttpURLConnection.HTTP_OK) {
      long length = head();
      long read = body(line);
      if (length != NOT_GIVEN && length != read) {
        throw new HttpAnswer.Malformed("answered with a body that did not arrive whole");
      }
    }
    return status;
  }

  /** The length that the head gives the body. */
  private long head() throws IOException {
    long length = NOT_GIVEN;
    for (int lines = 0; lines < MAX_HEAD_LINES; lines++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (next(bytes) != Line.WHOLE) {
        break;
      }
      String header = text(bytes).strip().toLowerCase(Locale.ROOT);
      if (header.isEmpty()) {
        return length;
      }
      if (header.startsWith("transfer-encoding:") || header.startsWith("content-encoding:")) {
        throw new HttpAnswer.Malformed("answered with a body that is encoded");
      }
      if (header.startsWith("content-length:")) {
        length = length(header.substring("content-length:".length()).strip());
      }
    }
    throw new HttpAnswer.Malformed("answered with something else than HTTP");
  }

  private static long length(String digits) throws HttpAnswer.Malformed {
    if (!digits.matches("[0-9]{1,12}")) {
      throw new HttpAnswer.Malformed("answered with something else than HTTP");
    }
    return Long.parseLong(digits);
  }

  /** How many bytes the body has. */
  private long body(Consumer<String> line) throws IOException {
    long before = taken;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Line next = next(bytes); next != Line.NONE; next = next(bytes)) {
      if (next == Line.WHOLE) {
        line.accept(text(bytes));
      }
      bytes.reset();
    }
    return taken - before;
  }

  /** What has become of a line. */
  private enum Line {
    WHOLE,
    /** It is longer than a line may be. */
    SKIPPED,
    /** There is none, or what there is has no end and may be a part of one. */
    NONE
  }

  private Line next(ByteArrayOutputStream bytes) throws IOException {
    boolean isTooLong = false;
    for (int read = buffered.read(); read >= 0; read = buffered.read()) {
      taken++;
      if (read == '\n') {
        return isTooLong ? Line.SKIPPED : Line.WHOLE;
      }
      isTooLong |= bytes.size() >= MAX_LINE;
      if (!isTooLong) {
        bytes.write(read);
      }
    }
    return Line.NONE;
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Ends with an exception after so many bytes, or when the time is over. */
  private static final class Bounded extends FilterInputStream {

    private final long most;
    private final HttpAnswer.Deadline deadline;
    private long read;

    Bounded(InputStream in, long most, HttpAnswer.Deadline deadline) {
      super(in);
      this.most = most;
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      deadline.check();
      int some = super.read(to, from, length);
      read += Math.max(0, some);
      if (read > most) {
        throw new HttpAnswer.Malformed("answered with more than " + most + " bytes");
      }
      return some;
    }
  }
}
