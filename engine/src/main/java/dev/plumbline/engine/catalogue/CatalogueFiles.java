package dev.plumbline.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of the catalogue: {@code benchmarks/index.yaml}, a file in {@code benchmarks} for each
 * name there, and one in {@code controls} for each control.
 */
final class CatalogueFiles {

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private static final String DIRECTORY = "/catalogue/";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

  /** What comes after the heading is most of a file, and is not parsed for it. */
  private static final Pattern AFTER_HEADING =
      Pattern.compile("(?m)^(identifiers|parameters|requirements):");

  private final Map<String, BenchmarkHeading> headings = new LinkedHashMap<>();
  private final Map<String, String> currentNames = new TreeMap<>();

  CatalogueFiles() {
    String index = "benchmarks/index.yaml";
    for (IndexEntry entry :
        parsed(index, required(index), new TypeReference<List<IndexEntry>>() {})) {
      String name = entry.name();
      entry.formerly().forEach(former -> currentNames.put(former, name));
      String file = fileOf(name);
      String heading = AFTER_HEADING.split(required(file), 2)[0];
      headings.put(name, parsed(file, heading, new TypeReference<BenchmarkHeading>() {}));
    }
  }

  /** In the order of the index. */
  List<BenchmarkHeading> headings() {
    return List.copyOf(headings.values());
  }

  /** The names of benchmarks now, by those that they had in earlier versions of Plumbline. */
  Map<String, String> currentNames() {
    return Map.copyOf(currentNames);
  }

  /** By the name that it has, or one that it had before. */
  Optional<Benchmark> benchmark(String nowOrFormerly) {
    String name = currentNames.getOrDefault(nowOrFormerly, nowOrFormerly);
    if (!headings.containsKey(name)) {
      return Optional.empty();
    }
    String file = fileOf(name);
    return Optional.of(parsed(file, required(file), new TypeReference<Benchmark>() {}));
  }

  /**
   * A line of the index: a name, or {@code {name: …, formerly: […]}}.
   *
   * @param formerly names that it had in earlier versions of Plumbline, which still find it
   */
  private record IndexEntry(String name, List<String> formerly) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static IndexEntry of(String name) {
      return new IndexEntry(name, List.of());
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static IndexEntry of(
        @JsonProperty(value = "name", required = true) String name,
        @JsonProperty(value = "formerly", required = true) List<String> formerly) {
      return new IndexEntry(name, List.copyOf(formerly));
    }
  }

  Optional<Control> control(String name) {
    String file = "controls/" + name + ".yaml";
    return NAME.matcher(name).matches()
        ? text(file).map(text -> parsed(file, text, new TypeReference<Control>() {}))
        : Optional.empty();
  }

  /** A hash of all files. */
  String digest() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (String name : headings.keySet()) {
        hash.update(required(fileOf(name)).getBytes(StandardCharsets.UTF_8));
        benchmark(name).orElseThrow().controls().values().stream()
            .distinct()
            .map(control -> required("controls/" + control + ".yaml"))
            .forEach(text -> hash.update(text.getBytes(StandardCharsets.UTF_8)));
      }
      return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String fileOf(String benchmark) {
    return "benchmarks/" + benchmark + ".yaml";
  }

  /** Controls of NIST SP 800-53 by revision, for each CCI that a STIG refers to. */
  static Map<String, Map<String, List<String>>> nistControls() {
    String file = "nist-800-53.yaml";
    return parsed(
        file, required(file), new TypeReference<Map<String, Map<String, List<String>>>>() {});
  }

  private static String required(String file) {
    return text(file).orElseThrow(() -> new IllegalStateException("the catalogue has no " + file));
  }

  private static Optional<String> text(String file) {
    try (InputStream in = CatalogueFiles.class.getResourceAsStream(DIRECTORY + file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(DIRECTORY + file, e);
    }
  }

  private static <T> T parsed(String file, String text, TypeReference<T> type) {
    try {
      return YAML.readValue(text, type);
    } catch (IOException e) {
      throw new UncheckedIOException(DIRECTORY + file, e);
    }
  }
}
