package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A source that reads nothing twice. */
final class ReadOnce implements CatalogueSource {

  private final CatalogueSource source;
  private final List<BenchmarkHeading> headings;
  private final Map<String, Optional<Benchmark>> benchmarks = new ConcurrentHashMap<>();
  private final Map<String, Optional<Control>> controls = new ConcurrentHashMap<>();

  @Nullable private String digest;

  ReadOnce(CatalogueSource source) {
    this.source = source;
    this.headings = source.headings();
  }

  @Override
  public List<BenchmarkHeading> headings() {
    return headings;
  }

  @Override
  public Map<String, String> currentNames() {
    return source.currentNames();
  }

  @Override
  public Optional<Benchmark> benchmark(String name) {
    return benchmarks.computeIfAbsent(name, source::benchmark);
  }

  @Override
  public Optional<Control> control(String name) {
    return controls.computeIfAbsent(name, source::control);
  }

  /** It is asked for at each reconciliation. */
  @Override
  public synchronized String digest() {
    if (digest == null) {
      digest = source.digest();
    }
    return digest;
  }
}
