package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.catalogue.Severity;
import dev.plumbline.report.model.ComplianceScanSpec.Controls;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequirementFilterTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static Selection select(
      String benchmark, List<Integer> levels, List<String> sections, List<Severity> severities) {
    return Selection.of(
        CATALOGUE,
        Optional.of(benchmark),
        new Controls(List.of(), List.of(), levels, sections, severities));
  }

  private static List<String> numbers(Selection selection) {
    Selection.Chosen chosen = (Selection.Chosen) selection;
    return chosen.controls().stream()
        .map(Control::name)
        .map(name -> chosen.benchmark().number(name).orElseThrow())
        .toList();
  }

  private static String why(Selection selection) {
    assertThat(selection).isInstanceOf(Selection.Unknown.class);
    Selection.Unknown unknown = (Selection.Unknown) selection;
    return unknown.field() + ": " + unknown.why();
  }

  @Test
  void levelIsThatOfTheBenchmark() {
    assertThat(numbers(select("cis-2.0", List.of(2), List.of(), List.of())))
        .containsExactly(
            "1.2.12", "1.2.13", "1.2.14", "2.7", "3.2.2", "4.2.8", "5.2.7", "5.2.9", "5.3.2",
            "5.4.1", "5.4.2", "5.5.1", "5.6.2", "5.6.3", "5.6.4");
    assertThat(numbers(select("cis-2.0", List.of(1), List.of(), List.of()))).hasSize(116);
    assertThat(numbers(select("cis-2.0", List.of(1, 2), List.of(), List.of()))).hasSize(131);
  }

  @Test
  void sectionIsAPrefixOfWholeParts() {
    assertThat(numbers(select("cis-2.0", List.of(), List.of("1.4", "2"), List.of())))
        .containsExactly("1.4.1", "1.4.2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7");
    assertThat(numbers(select("cis-2.0", List.of(), List.of("1.2.1"), List.of())))
        .containsExactly("1.2.1");
  }

  @Test
  void criteriaAreMetTogether() {
    assertThat(numbers(select("cis-2.0", List.of(2), List.of("5.2"), List.of())))
        .containsExactly("5.2.7", "5.2.9");
    assertThat(numbers(select("cis-2.0", List.of(), List.of("4.2"), List.of(Severity.high))))
        .isNotEmpty()
        .allMatch(number -> number.startsWith("4.2."));
    Selection named =
        Selection.of(
            CATALOGUE,
            Optional.of("cis-2.0"),
            new Controls(List.of("4.2.1", "5.2.7"), List.of(), List.of(2), null, null));
    assertThat(numbers(named)).containsExactly("5.2.7");
  }

  @Test
  void whatSelectsNothingIsAnErrorThatSaysWhatThereIs() {
    assertThat(why(select("cis-2.0", List.of(), List.of("9"), List.of())))
        .startsWith("controls.sections: ")
        .contains("has no section \"9\"", "1.1, 1.2");
    assertThat(why(select("cis-1.24", List.of(2), List.of(), List.of())))
        .startsWith("controls.levels: ")
        .contains("not publicly known");
    assertThat(why(select("cis-2.0", List.of(2), List.of("1.1"), List.of())))
        .startsWith("controls: ")
        .contains("levels", "sections", "severities");
  }

  @Test
  void provisionalBenchmarkIsUsedByNameAndNotSilently() {
    Selection.Chosen chosen = (Selection.Chosen) select("cis-2.1", List.of(), List.of(), List.of());
    assertThat(chosen.fit().why()).contains("only 5.1.14 is publicly known");
  }
}
