package dev.plumbline.engine.catalogue;

import java.util.List;
import java.util.Optional;

/** Where a catalogue is read from. What a command does not ask for is not read. */
interface CatalogueSource {

  /** In the order of the index. */
  List<BenchmarkHeading> headings();

  Optional<Benchmark> benchmark(String name);

  Optional<Control> control(String name);

  /** A hash of all files. */
  String digest();
}
