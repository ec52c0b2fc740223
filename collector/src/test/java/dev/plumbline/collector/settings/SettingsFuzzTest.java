package dev.plumbline.collector.settings;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.FileTimes;
import dev.plumbline.evidence.ReferencedFile;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Whatever a configuration file holds becomes evidence, or is unreadable with a reason. */
class SettingsFuzzTest {

  private static final FileTimes TIMES = new FileTimes(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

  private static final List<BiFunction<String, FileContent.Text, ReferencedFile>> READERS =
      Stream.concat(
              Stream.<BiFunction<String, FileContent.Text, ReferencedFile>>of(
                  AbacFile::parse, AuthorizationFile::parse, Certificates::parse),
              Stream.of(ConfigSchema.values())
                  .<BiFunction<String, FileContent.Text, ReferencedFile>>map(
                      schema -> schema::parse))
          .toList();

  @FuzzTest(maxDuration = "3m")
  void files(FuzzedDataProvider data) {
    var reader = READERS.get(data.consumeInt(0, READERS.size() - 1));
    FileContent.Text content =
        new FileContent.Text("/host/file", data.consumeRemainingAsString(), TIMES);
    ReferencedFile file = reader.apply("/f", content);
    if (!file.path().equals("/f")) {
      throw new AssertionError("evidence of another file: " + file);
    }
  }
}
