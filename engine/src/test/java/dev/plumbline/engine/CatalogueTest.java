package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.BenchmarkHeading;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.catalogue.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The catalogue is complete: no control without words, a number or a file, and no file without a
 * control.
 */
class CatalogueTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  @Test
  void everyFileIsAControlOfSomeBenchmark() throws IOException {
    Path folder = HostRoots.project().resolve("engine/src/main/resources/catalogue/controls");
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
      assertThat(CATALOGUE.controls().stream().map(Control::name).sorted().toList())
          .isEqualTo(names);
    }
  }

  @Test
  void everyFileOfABenchmarkIsInTheIndexUnderItsOwnName() throws IOException {
    Path folder = HostRoots.project().resolve("engine/src/main/resources/catalogue/benchmarks");
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString().replace(".yaml", ""))
              .filter(name -> !name.equals("index"))
              .sorted()
              .toList();
      assertThat(CATALOGUE.benchmarks().stream().map(Benchmark::name).sorted().toList())
          .isEqualTo(names);
    }
  }

  @Test
  void headingReadAloneIsThatOfTheWholeFile() {
    assertThat(CATALOGUE.headings())
        .isEqualTo(CATALOGUE.benchmarks().stream().map(Benchmark::heading).toList());
  }

  @Test
  void parametersOfABenchmarkAreThoseOfItsControls() {
    for (Benchmark benchmark : CATALOGUE.benchmarks()) {
      assertThat(benchmark.controls().values())
          .as(benchmark.name())
          .containsAll(benchmark.parameters().keySet());
      benchmark
          .parameters()
          .forEach(
              (name, values) ->
                  assertThatNoException()
                      .as(benchmark.name())
                      .isThrownBy(
                          () -> CompiledControl.of(CATALOGUE.named(name).orElseThrow(), values)));
    }
  }

  @Test
  void onlyCisIsEverChosenForACluster() {
    for (BenchmarkHeading heading : CATALOGUE.headings()) {
      for (String version : List.of("v1.5.0", "v1.24.1", "v1.34.0", "v1.99.0", "unknown")) {
        BenchmarkChoice choice = BenchmarkChoice.of(CATALOGUE, version, heading.distribution());
        assertThat(choice.benchmark().family()).isEqualTo(Family.cis);
      }
    }
    assertThat(CATALOGUE.newest().family()).isEqualTo(Family.cis);
  }

  /** Else the test above would say nothing about them. */
  @Test
  void otherFamiliesAreThereForThoseWhoAskForThem() {
    Set<Family> families =
        CATALOGUE.headings().stream().map(BenchmarkHeading::family).collect(Collectors.toSet());
    assertThat(families).containsExactlyInAnyOrder(Family.cis, Family.stig, Family.nsa, Family.pss);
  }

  @Test
  void stigHasTheRulesOfItsRelease() {
    Benchmark stig = CATALOGUE.benchmark("stig-kubernetes-v2r6").orElseThrow();
    assertThat(stig.requirements()).hasSize(92);
    assertThat(stig.requirements().values().stream().map(r -> r.severity().orElseThrow()))
        .filteredOn(Severity.high::equals)
        .hasSize(18);
    stig.requirements()
        .forEach(
            (number, rule) -> {
              assertThat(number).matches("V-\\d{6}");
              assertThat(rule.identifiers().get("rule")).matches("S" + number + "r\\d+");
              assertThat(rule.identifiers().get("id")).matches("CNTR-K8-\\d{6}");
              assertThat(rule.references()).isNotEmpty().allMatch(c -> c.matches("CCI-\\d{6}"));
            });
  }

  @Test
  void everyControlHasAllItsWords() {
    for (Control control : CATALOGUE.controls()) {
      assertThat(
              List.of(
                  control.title(),
                  control.description(),
                  control.rationale(),
                  control.audit(),
                  control.remediation(),
                  control.impact(),
                  control.defaultValue()))
          .as(control.name())
          .noneMatch(String::isBlank);
      assertThat(control.references()).isNotEmpty();
    }
  }

  @Test
  void numbersDriftBetweenVersionsAndNamesDont() {
    String name = "apiserver-authorization-mode-not-always-allow";
    for (String old : List.of("cis-1.5", "cis-1.6", "cis-1.23")) {
      assertThat(CATALOGUE.benchmark(old).orElseThrow().number(name)).contains("1.2.7");
    }
    for (String newer :
        List.of("cis-1.20", "cis-1.24", "cis-1.7", "cis-1.10", "cis-1.12", "cis-2.0")) {
      assertThat(CATALOGUE.benchmark(newer).orElseThrow().number(name)).contains("1.2.6");
    }
    assertThat(CATALOGUE.newest().name()).isEqualTo("cis-2.0");
  }
}
