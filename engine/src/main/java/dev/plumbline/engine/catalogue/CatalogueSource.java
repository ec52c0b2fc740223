package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a catalogue is read from. What a command does not ask for is not read. */
interface CatalogueSource {

  /** In the order of the index. */
  List<BenchmarkHeading> headings();

  /** The names of benchmarks now, by those that they had in earlier versions of Plumbline. */
  Map<String, String> currentNames();

  /** By the name that it has, or one that it had before. */
  Optional<Benchmark> benchmark(String name);

  Optional<Control> control(String name);

  /** A hash of all files. */
  String digest();
}
