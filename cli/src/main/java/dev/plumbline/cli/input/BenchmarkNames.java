package dev.plumbline.cli.input;

import dev.plumbline.engine.catalogue.BenchmarkHeading;
import dev.plumbline.engine.catalogue.Catalogue;
import java.util.Iterator;

/** The names of the shipped benchmarks, which may follow the option {@code --benchmark}. */
public final class BenchmarkNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Catalogue.load().headings().stream().map(BenchmarkHeading::name).iterator();
  }
}
