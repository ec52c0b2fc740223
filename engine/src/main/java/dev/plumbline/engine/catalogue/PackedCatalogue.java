package dev.plumbline.engine.catalogue;

import dev.plumbline.packed.PackedReader;
import dev.plumbline.packed.PackedWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalogue in a form that loads fast, which the build makes of {@link CatalogueFiles}: an
 * index, and each benchmark and control at its position behind that. What is not asked for is not
 * read, and nothing is read twice.
 */
final class PackedCatalogue {

  static final String RESOURCE = "/catalogue/catalogue.packed";

  private final Index index;
  private final PackedReader packed;
  private final int start;
  private final Map<String, Optional<Benchmark>> benchmarks = new ConcurrentHashMap<>();
  private final Map<String, Optional<Control>> controls = new ConcurrentHashMap<>();

  /**
   * What there is.
   *
   * @param currentNames of benchmarks, by former names
   * @param benchmarks positions behind the index, by name
   * @param controls the same
   */
  record Index(
      String digest,
      List<BenchmarkHeading> headings,
      Map<String, String> currentNames,
      Map<String, Integer> benchmarks,
      Map<String, Integer> controls) {}

  PackedCatalogue(PackedReader packed) {
    this.packed = packed;
    this.index = packed.read(Index.class);
    this.start = packed.position();
  }

  /** What the build has made; where it has not, as in an editor, it is made of the files now. */
  static PackedCatalogue shipped() {
    return new PackedCatalogue(
        PackedReader.ofResource(PackedCatalogue.class, RESOURCE)
            // No CatalogueFiles::new, which would make a YAML parser though it is not called.
            .orElseGet(() -> PackedReader.of(pack(new CatalogueFiles()).bytes())));
  }

  /** Packs the controls of all benchmarks: no other can be asked for by a number or in a list. */
  static PackedWriter pack(CatalogueFiles source) {
    Map<String, Integer> benchmarks = new LinkedHashMap<>();
    Map<String, Integer> controls = new LinkedHashMap<>();
    PackedWriter parts = new PackedWriter();
    for (BenchmarkHeading heading : source.headings()) {
      Benchmark benchmark = source.benchmark(heading.name()).orElseThrow();
      benchmarks.put(heading.name(), parts.position());
      parts.write(benchmark);
      for (String control : benchmark.controls().values()) {
        if (controls.putIfAbsent(control, parts.position()) == null) {
          parts.write(source.control(control).orElseThrow());
        }
      }
    }
    return new PackedWriter()
        .write(
            new Index(
                source.digest(),
                source.headings(),
                new TreeMap<>(source.currentNames()),
                benchmarks,
                controls))
        .append(parts);
  }

  /** In the order of the index. */
  List<BenchmarkHeading> headings() {
    return index.headings();
  }

  /** The names of benchmarks now, by those that they had in earlier versions of Plumbline. */
  Map<String, String> currentNames() {
    return index.currentNames();
  }

  /** By the name that it has, or one that it had before. */
  Optional<Benchmark> benchmark(String name) {
    String current = index.currentNames().getOrDefault(name, name);
    return benchmarks.computeIfAbsent(
        current, key -> read(index.benchmarks(), key, Benchmark.class));
  }

  Optional<Control> control(String name) {
    return controls.computeIfAbsent(name, key -> read(index.controls(), key, Control.class));
  }

  private <T> Optional<T> read(Map<String, Integer> positions, String name, Class<T> type) {
    Integer position = positions.get(name);
    return position == null
        ? Optional.empty()
        : Optional.of(packed.at(start + position).read(type));
  }

  /** A hash of all files. */
  String digest() {
    return index.digest();
  }
}
