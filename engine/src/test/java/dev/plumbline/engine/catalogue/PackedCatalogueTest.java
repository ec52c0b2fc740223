package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PackedCatalogueTest {

  private static final CatalogueFiles FILES = new CatalogueFiles();
  private static final PackedCatalogue PACKED = PackedCatalogue.shipped();

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

  /** Where no build has made the resource, it is packed when it is first asked for. */
  @Test
  void anotherBuildMakesTheSameBytes() throws IOException {
    try (InputStream made = PackedCatalogue.class.getResourceAsStream(PackedCatalogue.RESOURCE)) {
      assertThat(PackedCatalogue.pack(new CatalogueFiles()).bytes())
          .isEqualTo(Objects.requireNonNull(made).readAllBytes());
    }
  }

  @Test
  void nothingIsReadTwice() {
    Control control = PACKED.control("apiserver-profiling-off").orElseThrow();
    assertThat(PACKED.control("apiserver-profiling-off").orElseThrow()).isSameAs(control);
  }
}
