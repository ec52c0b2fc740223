package dev.plumbline.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceScanSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A ComplianceScan in a file.
 *
 * @param catalogue the shipped controls and benchmarks, with the ComplianceBenchmark that the scan
 *     names when it is in the same file
 */
public record ScanFile(ComplianceScanSpec spec, Catalogue catalogue) {

  private static final YAMLMapper YAML = new YAMLMapper();

  /** No file: every setting has its default. */
  public static ScanFile none(Catalogue shipped) {
    return new ScanFile(ComplianceScanSpec.defaults(), shipped);
  }

  /**
   * Reads a file of one or more documents.
   *
   * @throws UsageException when no document is a ComplianceScan, or its benchmark has errors
   */
  public static ScanFile read(Path file, Catalogue shipped) throws UsageException {
    List<JsonNode> documents = documents(file);
    JsonNode scan =
        documents.stream()
            .filter(document -> isOfKind("ComplianceScan", document))
            .findFirst()
            .orElseThrow(() -> new UsageException(file + " holds no ComplianceScan."));
    ComplianceScanSpec spec =
        scan.path("spec").isObject()
            ? value(file, scan.path("spec"), ComplianceScanSpec.class)
            : ComplianceScanSpec.defaults();
    Optional<JsonNode> own =
        documents.stream()
            .filter(document -> isOfKind("ComplianceBenchmark", document))
            .filter(document -> spec.benchmarkName().equals(Optional.of(name(document))))
            .findFirst();
    return new ScanFile(spec, own.isPresent() ? tailored(file, own.get(), shipped) : shipped);
  }

  private static Catalogue tailored(Path file, JsonNode benchmark, Catalogue shipped)
      throws UsageException {
    ComplianceBenchmarkSpec spec =
        value(file, benchmark.path("spec"), ComplianceBenchmarkSpec.class);
    TailoredBenchmark made = TailoredBenchmark.of(shipped, name(benchmark), spec);
    if (made instanceof TailoredBenchmark.Broken broken) {
      throw new UsageException(
          "The ComplianceBenchmark "
              + name(benchmark)
              + " in "
              + file
              + " has errors: "
              + String.join("; ", broken.errors()));
    }
    return ((TailoredBenchmark.Ready) made).catalogue();
  }

  private static List<JsonNode> documents(Path file) throws UsageException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      return documents.readAll();
    } catch (JsonProcessingException e) {
      throw new UsageException(file + " is not valid YAML: " + firstLine(e) + ".");
    } catch (IOException e) {
      throw new UsageException(file + " can't be read.");
    }
  }

  private static <T> T value(Path file, JsonNode node, Class<T> type) throws UsageException {
    try {
      return YAML.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new UsageException(file + " is not a valid ComplianceScan: " + firstLine(e) + ".");
    }
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private static boolean isOfKind(String kind, JsonNode document) {
    return document.path("kind").asText().equals(kind)
        && document.path("apiVersion").asText().startsWith("plumbline.dev/");
  }

  private static String name(JsonNode document) {
    return document.at("/metadata/name").asText();
  }
}
