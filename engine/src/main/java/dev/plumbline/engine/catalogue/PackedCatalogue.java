package dev.plumbline.engine.catalogue;

import dev.plumbline.packed.PackedReader;
import dev.plumbline.packed.PackedWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The catalogue in a form that loads fast, which the build makes of {@link CatalogueFiles}: an
 * index, and each benchmark and control at its position behind that.
 */
final class PackedCatalogue implements CatalogueSource {

  static final String RESOURCE = "/catalogue/catalogue.packed";

  private final Index index;
  private final PackedReader packed;
  private final int start;

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

  /** Empty where the build has not made it. */
  static Optional<PackedCatalogue> shipped() {
    return PackedReader.ofResource(PackedCatalogue.class, RESOURCE).map(PackedCatalogue::new);
  }

  /** Packs the controls of all benchmarks: no other can be asked for by a number or in a list. */
  static PackedWriter pack(CatalogueSource source) {
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

  @Override
  public List<BenchmarkHeading> headings() {
    return index.headings();
  }

  @Override
  public Map<String, String> currentNames() {
    return index.currentNames();
  }

  @Override
  public Optional<Benchmark> benchmark(String name) {
    String current = index.currentNames().getOrDefault(name, name);
    return read(index.benchmarks(), current, Benchmark.class);
  }

  @Override
  public Optional<Control> control(String name) {
    return read(index.controls(), name, Control.class);
  }

  private <T> Optional<T> read(Map<String, Integer> positions, String name, Class<T> type) {
    Integer position = positions.get(name);
    return position == null
        ? Optional.empty()
        : Optional.of(packed.at(start + position).read(type));
  }

  @Override
  public String digest() {
    return index.digest();
  }
}
