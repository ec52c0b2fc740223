package dev.plumbline.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A ComplianceReport in a file, as {@code kubectl get -o json} or {@code -o yaml} writes it. */
public final class ReportFile {

  /** An object of the API has 1.5 MiB at most; with indentation it is longer. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  /** Stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  /**
   * An object's own fields nest less than ten deep, and the names of its managers' less than 30.
   */
  private static final int MAX_DEPTH = 60;

  private ReportFile() {}

  /**
   * Reads one.
   *
   * @param input what {@link #STANDARD_INPUT} stands for
   * @throws UsageException when it is not there, or is something else
   */
  public static Report read(String file, InputStream input) throws UsageException {
    String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
    String text = text(file, name, input);
    try {
      return report(name, only(name, mapper(text).readTree(text)));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          name
              + " is no ComplianceReport: line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + " can't be read. Write it with: kubectl get compliancereport NAME -o json");
    }
  }

  private static String text(String file, String name, InputStream input) throws UsageException {
    try (InputStream in =
        file.equals(STANDARD_INPUT) ? input : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UsageException(
            name + " has more than " + MAX_BYTES + " bytes, which no ComplianceReport has.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(name + " can't be read.");
    }
  }

  private static ObjectMapper mapper(String text) {
    return text.stripLeading().startsWith("{")
        ? StrictJson.upTo(MAX_BYTES, MAX_DEPTH).build()
        : Yaml.MAPPER;
  }

  /** Made when a YAML file is read. SnakeYAML has limits of its own for aliases and depth. */
  private static final class Yaml {
    static final YAMLMapper MAPPER =
        YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /** A list of one is what kubectl writes for a selector. */
  private static JsonNode only(String name, JsonNode document) throws UsageException {
    JsonNode items = document.path("items");
    if (!items.isArray()) {
      return document;
    }
    if (items.size() != 1) {
      throw new UsageException(
          name + " has " + items.size() + " objects. Give one ComplianceReport.");
    }
    return items.get(0);
  }

  private static Report report(String name, JsonNode document)
      throws UsageException, JsonProcessingException {
    ObjectMapper values = new ObjectMapper();
    if (!document.path("kind").asText().equals("ComplianceReport")
        || !document.path("apiVersion").asText().startsWith("plumbline.dev/")
        || !document.at("/metadata/name").isTextual()
        || !document.path("status").isObject()) {
      throw new UsageException(
          name
              + " is no ComplianceReport with a name and a status. Write it with:"
              + " kubectl get compliancereport NAME -o json");
    }
    return new Report(
        values.convertValue(document.get("metadata"), new TypeReference<Map<String, Object>>() {}),
        values.treeToValue(document.get("status"), ComplianceReportStatus.class));
  }
}
