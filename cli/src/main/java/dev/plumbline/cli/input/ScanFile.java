package dev.plumbline.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.Approvals;
import dev.plumbline.report.Attestation;
import dev.plumbline.report.TailoredBenchmark;
import dev.plumbline.report.Waiver;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceBenchmarkSpec;
import dev.plumbline.report.model.ComplianceScanSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ComplianceScan in a file, with the ComplianceBenchmarks, ComplianceWaivers and
 * ComplianceAttestations of the same file.
 *
 * @param shipped the shipped controls and benchmarks
 * @param file where it was read
 * @param own the ComplianceBenchmarks by their names
 * @param approvals those of the waivers and attestations that apply to the scan
 */
public record ScanFile(
    ComplianceScanSpec spec,
    Catalogue shipped,
    String file,
    Map<String, ComplianceBenchmarkSpec> own,
    Approvals approvals) {

  /** Made when a file is read, which most checks do not: it takes longer than they evaluate. */
  private static final class Yaml {
    static final YAMLMapper MAPPER = new YAMLMapper();
  }

  /** No file: every setting has its default. */
  public static ScanFile none(Catalogue shipped) {
    return new ScanFile(ComplianceScanSpec.defaults(), shipped, "", Map.of(), Approvals.none());
  }

  /**
   * The same with ComplianceBenchmarks that come with evidence. One of the file's own comes first.
   *
   * @param others by their names
   * @param from the file that they are in
   */
  public ScanFile with(Map<String, ComplianceBenchmarkSpec> others, String from) {
    Map<String, ComplianceBenchmarkSpec> all = new LinkedHashMap<>(others);
    all.putAll(own);
    return new ScanFile(spec, shipped, file.isEmpty() ? from : file, all, approvals);
  }

  /**
   * Reads a file of one or more documents.
   *
   * @throws UsageException when no document is a ComplianceScan
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
            ? spec(file, scan, ComplianceScanSpec.class)
            : ComplianceScanSpec.defaults();
    Map<String, ComplianceBenchmarkSpec> own = new LinkedHashMap<>();
    for (JsonNode document : documents) {
      if (isOfKind("ComplianceBenchmark", document)) {
        own.put(name(document), spec(file, document, ComplianceBenchmarkSpec.class));
      }
    }
    return new ScanFile(
        spec, shipped, file.toString(), own, approvals(file, documents).of(name(scan)));
  }

  private static Approvals approvals(Path file, List<JsonNode> documents) throws UsageException {
    List<Waiver> waivers = new ArrayList<>();
    List<Attestation> attestations = new ArrayList<>();
    for (JsonNode document : documents) {
      if (isOfKind("ComplianceWaiver", document)) {
        waivers.add(new Waiver(name(document), spec(file, document, ComplianceWaiverSpec.class)));
      } else if (isOfKind("ComplianceAttestation", document)) {
        attestations.add(
            new Attestation(name(document), spec(file, document, ComplianceAttestationSpec.class)));
      }
    }
    return new Approvals(waivers, attestations);
  }

  /**
   * The catalogue that has a benchmark, if any has: the shipped one, or one with the
   * ComplianceBenchmark of that name.
   *
   * @throws UsageException when that has errors
   */
  public Catalogue catalogue(String benchmark) throws UsageException {
    ComplianceBenchmarkSpec custom = own.get(benchmark);
    if (custom == null || shipped.benchmark(benchmark).isPresent()) {
      return shipped;
    }
    TailoredBenchmark made = TailoredBenchmark.of(shipped, benchmark, custom);
    if (made instanceof TailoredBenchmark.Broken broken) {
      throw new UsageException(
          "The ComplianceBenchmark "
              + benchmark
              + " in "
              + file
              + " has errors: "
              + String.join("; ", broken.errors()));
    }
    return ((TailoredBenchmark.Ready) made).catalogue();
  }

  private static List<JsonNode> documents(Path file) throws UsageException {
    try (MappingIterator<JsonNode> documents =
        Yaml.MAPPER.readerFor(JsonNode.class).readValues(Files.readString(file))) {
      return documents.readAll();
    } catch (JsonProcessingException e) {
      throw new UsageException(file + " is not valid YAML: " + firstLine(e) + ".");
    } catch (IOException e) {
      throw new UsageException(file + " can't be read.");
    }
  }

  private static <T> T spec(Path file, JsonNode document, Class<T> type) throws UsageException {
    JsonNode spec = document.path("spec");
    String kind = document.path("kind").asText();
    if (spec.isMissingNode()) {
      throw new UsageException(file + " is not a valid " + kind + ": it has no spec.");
    }
    try {
      return Yaml.MAPPER.treeToValue(spec, type);
    } catch (JsonProcessingException e) {
      throw new UsageException(file + " is not a valid " + kind + ": " + firstLine(e) + ".");
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
