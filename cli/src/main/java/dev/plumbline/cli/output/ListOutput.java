package dev.plumbline.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.report.format.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option {@code --output} of a command that lists something. */
public final class ListOutput {

  /** How a list is written. */
  enum Format {
    table,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: table")
  private Format format = Format.table;

  /**
   * Writes a list.
   *
   * @param heading of the table's columns
   * @param entries records, which are JSON as they are
   * @param row an entry's cells
   */
  public <T> void write(
      List<String> heading, List<T> entries, Function<T, List<String>> row, CommandLine command) {
    PrintWriter out = command.getOut();
    switch (format) {
      case table ->
          out.print(
              Table.render(Stream.concat(Stream.of(heading), entries.stream().map(row)).toList()));
      case json -> out.println(json(entries));
    }
    out.flush();
  }

  private static String json(Object entries) {
    try {
      return JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValueAsString(entries);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list could not be written", e);
    }
  }
}
