package dev.plumbline.engine.oracle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Go's or Kubernetes' own library made of an argument list, a value or a document; see {@code
 * cluster/oracle}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OracleRow(
    String component,
    List<String> arguments,
    String type,
    String text,
    String yaml,
    Map<String, JsonNode> values,
    List<String> positional,
    @Nullable JsonNode value,
    @Nullable JsonNode json,
    List<String> gates,
    String release,
    Map<String, Boolean> enabled,
    String refused) {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Go leaves out what is empty. */
  public OracleRow {
    arguments = arguments == null ? List.of() : List.copyOf(arguments);
    values = values == null ? Map.of() : Map.copyOf(values);
    positional = positional == null ? List.of() : List.copyOf(positional);
    gates = gates == null ? List.of() : List.copyOf(gates);
    enabled = enabled == null ? Map.of() : Map.copyOf(enabled);
    refused = refused == null ? "" : refused;
  }

  public boolean isRefused() {
    return !refused.isEmpty();
  }

  /** The rows of a file of {@code truth/oracle}; its first line has the versions. */
  public static List<OracleRow> recorded(String file) throws IOException {
    Path path = Path.of(System.getProperty("plumbline.root", ".."), "truth", "oracle", file);
    List<String> lines = Files.readAllLines(path);
    List<OracleRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rows.add(JSON.readValue(line, OracleRow.class));
    }
    return rows;
  }
}
