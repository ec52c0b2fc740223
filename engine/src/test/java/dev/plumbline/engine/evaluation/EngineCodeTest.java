package dev.plumbline.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCodeTest {

  @Test
  void theDigestIsThatOfTheClassesThatRun() throws IOException, URISyntaxException {
    Path classes =
        Path.of(EngineCode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(EngineCode.digest()).matches("[0-9a-f]{64}").isEqualTo(CodeDigest.digest(classes));
  }

  @Test
  void anotherTableOrClassIsAnotherDigest(@TempDir Path classes) throws IOException {
    Path table =
        Files.createDirectories(classes.resolve("dev/plumbline/engine/flags")).resolve("a.json");
    Files.writeString(table, "1");
    String before = CodeDigest.digest(classes);
    CodeDigest.update(classes);
    assertThat(CodeDigest.digest(classes)).as("it is no part of itself").isEqualTo(before);
    Files.writeString(table, "2");
    assertThat(CodeDigest.digest(classes)).isNotEqualTo(before);
  }
}
