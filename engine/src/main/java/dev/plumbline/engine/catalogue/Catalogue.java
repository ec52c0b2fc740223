package dev.plumbline.engine.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The controls and benchmarks that Plumbline ships, and those that a ComplianceBenchmark adds. */
public final class Catalogue {

  private final PackedCatalogue shipped;
  private final Map<String, Benchmark> addedBenchmarks = new LinkedHashMap<>();
  private final Map<String, Control> addedControls = new LinkedHashMap<>();

  private Catalogue(PackedCatalogue shipped) {
    this.shipped = shipped;
  }

  /** What Plumbline ships. Each part is read once, however often this is called. */
  public static Catalogue load() {
    return new Catalogue(Shipped.CATALOGUE);
  }

  private static final class Shipped {
    static final PackedCatalogue CATALOGUE = PackedCatalogue.shipped();
  }

  /** This catalogue with one more benchmark, and controls that only that has. */
  public Catalogue with(Benchmark benchmark, List<Control> own) {
    Catalogue more = new Catalogue(shipped);
    more.addedBenchmarks.putAll(addedBenchmarks);
    more.addedControls.putAll(addedControls);
    more.addedBenchmarks.put(benchmark.name(), benchmark);
    own.forEach(control -> more.addedControls.put(control.name(), control));
    return more;
  }

  /** Changes when a shipped benchmark or control does, and is the same wherever it runs. */
  public String digest() {
    return shipped.digest();
  }

  /** What each benchmark is for, oldest first within a distribution. */
  public List<BenchmarkHeading> headings() {
    return Stream.concat(
            shipped.headings().stream(), addedBenchmarks.values().stream().map(Benchmark::heading))
        .toList();
  }

  /** The same without those that were added, none of which is ever chosen by itself. */
  List<BenchmarkHeading> shippedHeadings() {
    return shipped.headings();
  }

  /** Every benchmark, in the order of their headings. Slow: it reads them all. */
  public List<Benchmark> benchmarks() {
    return headings().stream().map(heading -> benchmark(heading.name()).orElseThrow()).toList();
  }

  /** By the name that it has, or one that a shipped benchmark had before. */
  public Optional<Benchmark> benchmark(String name) {
    return Optional.ofNullable(addedBenchmarks.get(name)).or(() -> shipped.benchmark(name));
  }

  /** The newest of CIS for plain Kubernetes. */
  public Benchmark newest() {
    return shippedHeadings().stream()
        .filter(heading -> heading.isDefaultFor("kubernetes"))
        .reduce((first, second) -> second)
        .flatMap(heading -> benchmark(heading.name()))
        .orElseThrow();
  }

  /** Every control of every benchmark. Slow: it reads them all. */
  public List<Control> controls() {
    Set<String> names = new LinkedHashSet<>();
    benchmarks().stream()
        .map(Benchmark::controls)
        .map(Map::values)
        .flatMap(Collection::stream)
        .forEach(names::add);
    names.addAll(addedControls.keySet());
    List<Control> all = new ArrayList<>();
    names.forEach(name -> all.add(named(name).orElseThrow()));
    return List.copyOf(all);
  }

  /** A control by its stable name. */
  public Optional<Control> named(String name) {
    return Optional.ofNullable(addedControls.get(name)).or(() -> shipped.control(name));
  }

  /**
   * A control by its stable name, or by its number in a benchmark.
   *
   * @param nameOrNumber e.g. {@code apiserver-authorization-mode-includes-rbac} or {@code 1.2.8}
   */
  public Optional<Control> control(String nameOrNumber, Benchmark benchmark) {
    return named(
        benchmark.requirement(nameOrNumber).map(Requirement::control).orElse(nameOrNumber));
  }

  /** That there is no benchmark of a name, with the nearest that there is. */
  public String unknownBenchmark(String name) {
    List<String> known = headings().stream().map(BenchmarkHeading::name).toList();
    return "There is no benchmark \""
        + name
        + "\". "
        + NearestName.to(name, known).map(near -> "The nearest name is " + near + "; ").orElse("")
        + "\"plumbline benchmarks\" lists them.";
  }
}
