package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A file read and evaluated by the newest benchmark, for tests. */
record Check(FileOutcome outcome, Evidence evidence, Map<String, Finding> findings) {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());

  /** A file of src/test/resources. */
  static Check resource(String path) {
    try (InputStream in = Check.class.getResourceAsStream("/" + path)) {
      byte[] bytes = Objects.requireNonNull(in, path).readAllBytes();
      return text(path, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Check text(String text) {
    return text("file.yaml", text);
  }

  static Check text(String name, String text) {
    return of(new RepositoryReader(DEADLINE).readText(name, text));
  }

  /** Files that are read together, of which the first is evaluated. */
  static Check of(FileOutcome outcome) {
    Evidence evidence =
        outcome instanceof FileOutcome.Relevant relevant
            ? relevant.evidence()
            : Problems.evidence(List.of(), List.of());
    Map<Control, Finding> byControl = ENGINE.evaluate(evidence, ReleaseHints.none());
    Map<String, Finding> byNumber = new HashMap<>();
    byControl.forEach(
        (control, finding) ->
            CATALOGUE
                .newest()
                .number(control.name())
                .ifPresent(number -> byNumber.put(number, finding)));
    return new Check(outcome, evidence, byNumber);
  }

  private Finding finding(String number) {
    return Objects.requireNonNull(findings.get(number), number);
  }

  Status status(String number) {
    return finding(number).status();
  }

  /** Asserts that each of these controls has a status. */
  Check has(Status status, String... numbers) {
    for (String number : numbers) {
      assertThat(finding(number).status()).as(number + " " + finding(number)).isEqualTo(status);
    }
    return this;
  }

  Check hasNot(Status status, String... numbers) {
    for (String number : numbers) {
      assertThat(finding(number).status()).as(number + " " + finding(number)).isNotEqualTo(status);
    }
    return this;
  }

  /** Asserts where a control's finding points to, by line and column from 1. */
  Check at(String number, int line, int column) {
    EvidenceRef first = finding(number).evidence().get(0);
    assertThat(first.line()).as(first.toString()).isEqualTo(line);
    assertThat(first.column()).as(first.toString()).isEqualTo(column);
    return this;
  }

  /** Asserts in which file a control's finding was found. */
  Check in(String number, Path file) {
    assertThat(finding(number).evidence().get(0).file()).isEqualTo(file.toString());
    return this;
  }

  Check says(String number, String... parts) {
    assertThat(finding(number).message()).contains(parts);
    return this;
  }

  /** The values of the arguments of each component of a name. */
  List<List<String>> arguments(String component) {
    return evidence.components().stream()
        .filter(found -> found.name().equals(component))
        .map(found -> found.arguments().stream().map(argument -> argument.value()).toList())
        .toList();
  }

  /** Each problem as component, line and reason. */
  List<String> problems() {
    return evidence.problems().stream()
        .map(problem -> problem.component() + " " + problem.place().line() + " " + problem.why())
        .toList();
  }

  List<String> componentsWithProblems() {
    return evidence.problems().stream().map(Problem::component).distinct().toList();
  }
}
