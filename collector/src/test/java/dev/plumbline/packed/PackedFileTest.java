package dev.plumbline.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedFileTest {

  private static final FileTime LATER = FileTime.from(Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir private Path classes;

  private Path update(int number) throws IOException {
    PackedFile.update(classes, "a/b.packed", writer(number));
    return classes.resolve("a/b.packed");
  }

  private static PackedWriter writer(int number) {
    return new PackedWriter().writeBytes(new byte[] {(byte) number});
  }

  @Test
  void contentThatChangedIsWrittenWhateverTheTimesAre() throws IOException {
    Files.setLastModifiedTime(update(1), LATER);
    assertThat(update(2)).hasBinaryContent(writer(2).bytes());
  }

  @Test
  void contentThatIsTheSameKeepsItsTime() throws IOException {
    Files.setLastModifiedTime(update(1), LATER);
    Files.writeString(classes.resolve("Other.class"), "newer");
    assertThat(Files.getLastModifiedTime(update(1))).isEqualTo(LATER);
  }
}
