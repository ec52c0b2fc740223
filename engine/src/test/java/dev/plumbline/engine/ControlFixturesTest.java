package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every control has fixtures, in a file of its name below {@code fixtures}: what must pass, what
 * must fail, what could not be observed, which is an Error, and where what the control is about is
 * absent, which is not applicable.
 */
class ControlFixturesTest {

  private static final Path FOLDER =
      HostRoots.project().resolve("engine/src/test/resources/fixtures");

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Catalogue CATALOGUE = Catalogue.load();

  @TempDir private Path temp;

  /** One control's fixtures. */
  record Fixtures(
      List<Fixture> pass, List<Fixture> fail, List<Fixture> notSeen, List<Fixture> absent) {
    @SuppressWarnings("ConstantValue")
    Fixtures {
      pass = pass == null ? List.of() : pass;
      fail = fail == null ? List.of() : fail;
      notSeen = notSeen == null ? List.of() : notSeen;
      absent = absent == null ? List.of() : absent;
    }
  }

  @Test
  void everyControlHasFixturesAndEveryFileAControl() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> named =
          files
              .map(f -> f.getFileName().toString().replace(".yaml", ""))
              .collect(Collectors.toSet());
      assertThat(named)
          .isEqualTo(CATALOGUE.controls().stream().map(Control::name).collect(Collectors.toSet()));
    }
  }

  @TestFactory
  Stream<DynamicTest> verdicts() {
    return CATALOGUE.controls().stream().map(CompiledControl::of).flatMap(this::tests);
  }

  private Stream<DynamicTest> tests(CompiledControl control) {
    String name = control.control().name();
    Fixtures fixtures = read(name);
    List<DynamicTest> tests = new ArrayList<>();
    if (!control.isManual()) {
      tests.add(
          DynamicTest.dynamicTest(
              name + " has all kinds",
              () -> {
                assertThat(fixtures.pass()).as("pass").isNotEmpty();
                assertThat(fixtures.notSeen()).as("notSeen").isNotEmpty();
              }));
    }
    tests.add(
        DynamicTest.dynamicTest(
            name + " has a fail", () -> assertThat(fixtures.fail()).isNotEmpty()));
    boolean person =
        control.isManual() || control.control().onViolation() == Control.OnViolation.Manual;
    add(tests, control, "pass", fixtures.pass(), Set.of(Status.Pass));
    add(tests, control, "fail", fixtures.fail(), Set.of(person ? Status.Manual : Status.Fail));
    add(tests, control, "notSeen", fixtures.notSeen(), Set.of(Status.Error));
    add(tests, control, "absent", fixtures.absent(), Set.of(Status.NotApplicable));
    return tests.stream();
  }

  private void add(
      List<DynamicTest> tests,
      CompiledControl control,
      String kind,
      List<Fixture> fixtures,
      Set<Status> expected) {
    for (int i = 0; i < fixtures.size(); i++) {
      Fixture fixture = fixtures.get(i);
      String name = control.control().name() + " " + kind + " " + (i + 1);
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () -> {
                Finding finding = fixture.evaluate(control, temp.resolve(name.replace(' ', '-')));
                assertThat(expected).as(name + ": " + finding.message()).contains(finding.status());
                assertThat(finding.message()).isNotBlank();
              }));
    }
  }

  private static Fixtures read(String control) {
    try {
      return Objects.requireNonNull(
          YAML.readValue(FOLDER.resolve(control + ".yaml").toFile(), Fixtures.class));
    } catch (IOException e) {
      throw new IllegalStateException(control, e);
    }
  }
}
