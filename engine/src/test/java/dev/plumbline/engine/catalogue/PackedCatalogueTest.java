package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PackedCatalogueTest {

  private static final CatalogueSource FILES = new ReadOnce(new CatalogueFiles());
  private static final CatalogueSource PACKED = PackedCatalogue.shipped().orElseThrow();

  @Test
  void theBuildPackedEveryBenchmarkAsItsFileHasIt() {
    assertThat(PACKED.headings()).isEqualTo(FILES.headings());
    for (BenchmarkHeading heading : FILES.headings()) {
      assertThat(PACKED.benchmark(heading.name())).isEqualTo(FILES.benchmark(heading.name()));
    }
  }

  @Test
  void formerNamesFindWhatTheyFound() {
    assertThat(PACKED.currentNames()).isEqualTo(FILES.currentNames()).isNotEmpty();
    PACKED
        .currentNames()
        .forEach(
            (former, now) ->
                assertThat(PACKED.benchmark(former)).isPresent().isEqualTo(PACKED.benchmark(now)));
  }

  @Test
  void aBenchmarkKeepsTheOrderOfItsNumbers() {
    for (BenchmarkHeading heading : FILES.headings()) {
      assertThat(PACKED.benchmark(heading.name()).orElseThrow().requirements().keySet())
          .containsExactlyElementsOf(
              FILES.benchmark(heading.name()).orElseThrow().requirements().keySet());
    }
  }

  @Test
  void theBuildPackedEveryControlAsItsFileHasIt() {
    assertThat(PackCatalogue.controls(FILES))
        .isNotEmpty()
        .allSatisfy(control -> assertThat(PACKED.control(control.name())).hasValue(control));
  }

  @Test
  void theDigestIsThatOfTheFiles() {
    assertThat(PACKED.digest()).isEqualTo(FILES.digest());
  }

  @Test
  void whatIsNotThereIsAbsent() {
    assertThat(PACKED.benchmark("cis-0.1")).isEmpty();
    assertThat(PACKED.control("../benchmarks/cis-2.0")).isEmpty();
  }

  @Test
  void twoBuildsMakeTheSameBytes() {
    assertThat(PackedCatalogue.pack(new CatalogueFiles()).bytes())
        .isEqualTo(PackedCatalogue.pack(new CatalogueFiles()).bytes());
  }
}
