package dev.plumbline.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a file's content may have changed since a process started (B10). */
class FileTimesTest {

  private static final long NEVER = -1;

  /** The process was started at 100. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "untouched, 50, 50, 50, false",
    "written, 150, 150, 50, true",
    "chmod by our own command, 50, 150, 50, false",
    "replaced by a new file with an old time, 50, 150, 150, true",
    "chmod where births are not recorded, 50, 150, -1, true",
    "untouched where births are not recorded, 50, 50, -1, false",
    "a time of modification from the future, 200, 50, 50, true",
  })
  void changes(String what, long modified, long inodeChanged, long born, boolean expected) {
    FileTimes times =
        new FileTimes(
            Instant.ofEpochSecond(modified),
            Instant.ofEpochSecond(inodeChanged),
            born == NEVER ? Instant.MAX : Instant.ofEpochSecond(born));
    assertThat(times.mayHaveNewContentSince(Instant.ofEpochSecond(100)))
        .as(what)
        .isEqualTo(expected);
  }
}
