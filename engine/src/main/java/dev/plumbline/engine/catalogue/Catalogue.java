package dev.plumbline.engine.catalogue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The controls and benchmarks that Plumbline ships: {@code catalogue/benchmarks.yaml} and one file
 * in {@code catalogue/controls} for each control, named as the control is.
 */
public final class Catalogue {

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private static final String DIRECTORY = "/catalogue/";

  private final Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
  private final Map<String, Control> controls = new LinkedHashMap<>();
  private final String digest;

  private Catalogue(List<Benchmark> all) {
    for (Benchmark benchmark : all) {
      benchmarks.put(benchmark.name(), benchmark);
      for (String control : benchmark.controls().values()) {
        controls.computeIfAbsent(
            control, name -> read("controls/" + name + ".yaml", new TypeReference<Control>() {}));
      }
    }
    digest = digest(List.of(benchmarks, controls));
  }

  private Catalogue(
      Map<String, Benchmark> benchmarks, Map<String, Control> controls, String digest) {
    this.benchmarks.putAll(benchmarks);
    this.controls.putAll(controls);
    this.digest = digest;
  }

  /** This catalogue with one more benchmark, and controls that only that has. */
  public Catalogue with(Benchmark benchmark, List<Control> own) {
    Catalogue more = new Catalogue(benchmarks, controls, digest);
    more.benchmarks.put(benchmark.name(), benchmark);
    own.forEach(control -> more.controls.put(control.name(), control));
    return more;
  }

  public static Catalogue load() {
    return new Catalogue(read("benchmarks.yaml", new TypeReference<List<Benchmark>>() {}));
  }

  private static <T> T read(String file, TypeReference<T> type) {
    try (InputStream in = Catalogue.class.getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue has no " + file);
      }
      return YAML.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(DIRECTORY + file, e);
    }
  }

  /** Changes when a benchmark or a control does, and is the same wherever this release runs. */
  public String digest() {
    return digest;
  }

  private static String digest(Object catalogue) {
    try {
      byte[] json =
          JsonMapper.builder()
              .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .build()
              .writeValueAsBytes(catalogue);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the catalogue can't be written", e);
    }
  }

  /** Oldest first. */
  public List<Benchmark> benchmarks() {
    return List.copyOf(benchmarks.values());
  }

  public Optional<Benchmark> benchmark(String name) {
    return Optional.ofNullable(benchmarks.get(name));
  }

  /** The newest for plain Kubernetes. */
  public Benchmark newest() {
    return benchmarks.values().stream()
        .filter(benchmark -> benchmark.distribution().equals("kubernetes"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  public List<Control> controls() {
    return List.copyOf(controls.values());
  }

  /** A control by its stable name. */
  public Optional<Control> named(String name) {
    return Optional.ofNullable(controls.get(name));
  }

  /**
   * A control by its stable name, or by its number in a benchmark.
   *
   * @param nameOrNumber e.g. {@code apiserver-authorization-mode-includes-rbac} or {@code 1.2.8}
   */
  public Optional<Control> control(String nameOrNumber, Benchmark benchmark) {
    String name = benchmark.controls().getOrDefault(nameOrNumber, nameOrNumber);
    return Optional.ofNullable(controls.get(name));
  }
}
