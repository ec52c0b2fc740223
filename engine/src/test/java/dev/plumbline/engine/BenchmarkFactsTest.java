package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Parameter;
import dev.plumbline.engine.catalogue.Requirement;
import dev.plumbline.engine.finding.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Facts about benchmarks that were once wrong, each with what holds: {@code benchmark-facts.yaml}.
 */
class BenchmarkFactsTest {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Catalogue CATALOGUE = Catalogue.load();

  @TempDir private Path temp;

  /**
   * What holds.
   *
   * @param benchmarks of which it holds
   * @param number the number
   * @param control what it leads to; empty for nothing
   * @param parameters values that the benchmark gives the control, or the control itself
   * @param includes items of the list {@code suites}
   * @param excludes what is not in it
   * @param node a fixture, with the status that the number has there
   */
  record Holds(
      String because,
      List<String> benchmarks,
      String number,
      String control,
      Map<String, String> parameters,
      List<String> includes,
      List<String> excludes,
      @Nullable Fixture node,
      String status) {

    @SuppressWarnings("ConstantValue")
    Holds {
      parameters = parameters == null ? Map.of() : parameters;
      includes = includes == null ? List.of() : includes;
      excludes = excludes == null ? List.of() : excludes;
      status = status == null ? "" : status;
    }
  }

  private static List<Holds> facts() throws IOException {
    return List.of(
        YAML.readValue(
            BenchmarkFactsTest.class.getResourceAsStream("/benchmark-facts.yaml"), Holds[].class));
  }

  @TestFactory
  Stream<DynamicTest> holds() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Holds fact : facts()) {
      for (String name : fact.benchmarks()) {
        Benchmark benchmark = CATALOGUE.benchmark(name).orElseThrow();
        tests.add(
            DynamicTest.dynamicTest(
                name + " " + fact.number() + ": " + fact.because(), () -> check(fact, benchmark)));
      }
    }
    return tests.stream();
  }

  private void check(Holds fact, Benchmark benchmark) throws IOException {
    String found = benchmark.requirement(fact.number()).map(Requirement::control).orElse("");
    assertThat(found).isEqualTo(fact.control());
    if (found.isEmpty()) {
      return;
    }
    Map<String, String> given = benchmark.parameters().getOrDefault(found, Map.of());
    var control = CATALOGUE.named(found).orElseThrow();
    fact.parameters()
        .forEach(
            (name, value) -> assertThat(value(control.parameters(), given, name)).isEqualTo(value));
    List<String> suites = List.of(value(control.parameters(), given, "suites").split(",", -1));
    assertThat(suites).containsAll(fact.includes());
    assertThat(suites)
        .doesNotContainAnyElementsOf(fact.excludes().isEmpty() ? List.of("-") : fact.excludes());
    if (fact.node() != null) {
      Finding finding =
          fact.node()
              .evaluate(
                  CompiledControl.of(control, given),
                  temp.resolve(benchmark.name() + fact.number() + fact.status()));
      assertThat(finding.status().name()).as(finding.message()).isEqualTo(fact.status());
    }
  }

  private static String value(List<Parameter> all, Map<String, String> given, String name) {
    return given.getOrDefault(
        name,
        all.stream()
            .filter(parameter -> parameter.name().equals(name))
            .map(Parameter::defaultValue)
            .findFirst()
            .orElse(""));
  }

  @Test
  void numbersAreInTheBenchmarksOrderAndUnique() {
    for (Benchmark benchmark : CATALOGUE.benchmarks()) {
      List<String> numbers =
          benchmark.requirements().keySet().stream().filter(n -> n.matches("[\\d.]+")).toList();
      assertThat(numbers)
          .as(benchmark.name())
          .isSortedAccordingTo(BenchmarkFactsTest::compareNumbers);
    }
  }

  private static int compareNumbers(String one, String other) {
    String[] a = one.split("\\.", -1);
    String[] b = other.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }
}
