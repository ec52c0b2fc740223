package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is handed on by its lines, whatever its size, and never without end. */
class StreamedAnswerTest {

  private static final String OK = "HTTP/1.0 200 OK\r\n\r\n";
  private static final long MOST = 1 << 20;

  private final List<String> lines = new ArrayList<>();

  private int read(InputStream in) throws IOException {
    return StreamedAnswer.read(in, MOST, () -> {}, lines::add);
  }

  private int read(String text) throws IOException {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends a text again and again. */
  private static InputStream endless(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new InputStream() {
      private int next;

      @Override
      public int read() {
        return bytes[next++ % bytes.length];
      }

      @Override
      public int read(byte[] to, int from, int length) {
        for (int at = from; at < from + length; at++) {
          to[at] = bytes[next++ % bytes.length];
        }
        return length;
      }
    };
  }

  @Test
  void linesAreHandedOnAndWhatHasNoEndIsNot() throws IOException {
    assertThat(read(OK + "a\n\nb\nc")).isEqualTo(200);
    assertThat(lines).containsExactly("a", "", "b");
  }

  @Test
  void ofAnotherStatusThereIsNoBody() throws IOException {
    assertThat(read("HTTP/1.0 403 Forbidden\r\n\r\na\n")).isEqualTo(403);
    assertThat(lines).isEmpty();
  }

  @Test
  void aLineIsSkippedThatIsLongerThanALineMayBe() throws IOException {
    String longest = "x".repeat(StreamedAnswer.MAX_LINE);
    read(OK + longest + "\n" + longest + "x\nb\n");
    assertThat(lines).containsExactly(longest, "b");
  }

  @Test
  void theLengthOfTheBodyIsThatOfItsHead() throws IOException {
    String head = "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\n";
    assertThat(read(head + "a\nb\n")).isEqualTo(200);
    assertThatThrownBy(() -> read(head + "a\nb")).hasMessageContaining("did not arrive whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "x\n", "\u00e4", "process_start_time_seconds 1\n"})
  void anAnswerWithoutEndIsReadToALimit(String again) {
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(OK.getBytes(StandardCharsets.UTF_8)), endless(again));
    assertThatThrownBy(() -> StreamedAnswer.read(in, MOST, () -> {}, line -> {}))
        .isInstanceOf(HttpAnswer.Malformed.class)
        .hasMessageContaining("more than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.0 200 OK\r\n", "HTTP/1.0 200 OK\r\nX: y\r\n", "GET /\r\n"})
  void whatIsNoAnswerIsMalformed(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(HttpAnswer.Malformed.class);
  }

  @Test
  void itEndsWhenTheTimeIsOver() {
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(OK.getBytes(StandardCharsets.UTF_8)), endless("x 1\n"));
    int[] checks = {0};
    assertThatThrownBy(
            () ->
                StreamedAnswer.read(
                    in,
                    Long.MAX_VALUE,
                    () -> {
                      if (++checks[0] > 50) {
                        throw new SocketTimeoutException();
                      }
                    },
                    line -> {}))
        .isInstanceOf(SocketTimeoutException.class);
  }
}
