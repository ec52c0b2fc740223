package dev.plumbline.engine.oracle;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The program of {@code cluster/oracle}, asked one question at a time. It is there only when {@code
 * -Dplumbline.oracle} names it.
 */
public final class LiveOracle {

  private static final String TABLES = "engine/src/main/resources/dev/plumbline/engine/flags";

  private static final Optional<LiveOracle> INSTANCE =
      Optional.ofNullable(System.getProperty("plumbline.oracle")).map(LiveOracle::new);

  private final BufferedWriter questions;
  private final BufferedReader answers;

  private LiveOracle(String program) {
    Path root = Path.of(System.getProperty("plumbline.root", ".."));
    try {
      Process process =
          new ProcessBuilder(program, "-tables", root.resolve(TABLES).toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      questions = process.outputWriter(StandardCharsets.UTF_8);
      answers = process.inputReader(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Optional<LiveOracle> ifAvailable() {
    return INSTANCE;
  }

  public synchronized OracleRow ask(Map<String, ?> question) {
    try {
      questions.write(OracleRow.JSON.writeValueAsString(question));
      questions.newLine();
      questions.flush();
      return OracleRow.JSON.readValue(answers.readLine(), OracleRow.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
