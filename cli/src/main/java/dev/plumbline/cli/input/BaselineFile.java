package dev.plumbline.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.report.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Baseline} in a file: JSON with a line for each failure, so that its changes are read.
 */
public final class BaselineFile {

  /** Of what is written. Another is refused. */
  private static final int VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Content(int plumblineBaseline, @Nullable List<Baseline.Entry> findings) {}

  private BaselineFile() {}

  /**
   * Reads one.
   *
   * @throws UsageException when it is not there, or is something else
   */
  public static Baseline read(Path file) throws UsageException {
    try {
      Content content = JSON.readValue(Files.readString(file), Content.class);
      if (content.plumblineBaseline() != VERSION) {
        throw new UsageException(
            "--baseline: "
                + file
                + " is a baseline of version "
                + content.plumblineBaseline()
                + ", and this is version "
                + VERSION
                + ". Write it anew with --write-baseline.");
      }
      return Baseline.of(Optional.ofNullable(content.findings()).orElse(List.of()));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "--baseline: "
              + file
              + " is not a baseline: line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + " can't be read. Write one with --write-baseline.");
    } catch (IOException e) {
      throw new UsageException(
          "--baseline: " + file + " can't be read. Write one with --write-baseline.");
    }
  }

  /**
   * Writes one.
   *
   * @throws UsageException when the file can't be written
   */
  public static void write(Path file, Baseline baseline) throws UsageException {
    List<String> lines = new ArrayList<>();
    lines.add("{\"plumblineBaseline\": " + VERSION + ", \"findings\": [");
    List<Baseline.Entry> entries = baseline.entries();
    try {
      for (int i = 0; i < entries.size(); i++) {
        lines.add(JSON.writeValueAsString(entries.get(i)) + (i < entries.size() - 1 ? "," : ""));
      }
      lines.add("]}");
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UsageException("--write-baseline: " + file + " can't be written.");
    }
  }
}
