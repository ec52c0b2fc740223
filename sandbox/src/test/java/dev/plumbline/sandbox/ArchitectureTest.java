package dev.plumbline.sandbox;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each module may depend on, and what a class may be; see {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final int MAX_LINES = 250;

  @ArchTest
  static final ArchRule nodesRunJacksonAndSnakeYamlAlone =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.plumbline.collector..",
              "dev.plumbline.distribution..",
              "dev.plumbline.evidence..",
              "dev.plumbline.live..",
              "dev.plumbline.packed..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.fasterxml.jackson.annotation..",
              "com.fasterxml.jackson.core..",
              "com.fasterxml.jackson.databind..",
              "org.yaml.snakeyaml..",
              "org.jspecify..",
              "dev.plumbline.collector..",
              "dev.plumbline.distribution..",
              "dev.plumbline.evidence..",
              "dev.plumbline.live..",
              "dev.plumbline.packed..");

  @ArchTest
  static final ArchRule engineKnowsNoKubernetesAndNoFiles =
      noClasses()
          .that()
          .resideInAPackage("dev.plumbline.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.javaoperatorsdk..",
              "java.nio.file..",
              "java.net..",
              "dev.plumbline.collector..",
              "dev.plumbline.report..",
              "dev.plumbline.repository..",
              "dev.plumbline.operator..",
              "dev.plumbline.cli..");

  @ArchTest
  static final ArchRule reportKnowsNoKubernetesClient =
      classes()
          .that()
          .resideInAPackage("dev.plumbline.report..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java..",
                      "javax.xml.stream..",
                      "com.contrastsecurity.sarif..",
                      "com.fasterxml.jackson..",
                      "com.samskivert.mustache..",
                      "io.fabric8.generator.annotation..",
                      "org.apache.commons.csv..",
                      "org.commonmark..",
                      "org.jspecify..",
                      "dev.plumbline.distribution..",
                      "dev.plumbline.engine..",
                      "dev.plumbline.evidence..",
                      "dev.plumbline.report..")
                  .and(not(resideInAPackage("java.nio.file.."))));

  @ArchTest
  static final ArchRule repositoryReadsFormatsAlone =
      classes()
          .that()
          .resideInAPackage("dev.plumbline.repository..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "dev.plumbline.collector..",
              "dev.plumbline.distribution..",
              "dev.plumbline.evidence..",
              "dev.plumbline.repository..");

  @ArchTest
  static final ArchRule operatorTouchesNoFilesAndNoCollector =
      noClasses()
          .that()
          .resideInAPackage("dev.plumbline.operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..",
              "dev.plumbline.collector..",
              "dev.plumbline.repository..",
              "dev.plumbline.cli..");

  @ArchTest
  static final ArchRule checkAndExplainKnowNoKubernetesClient =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.plumbline.cli", "dev.plumbline.cli.input..", "dev.plumbline.cli.output..")
          .and()
          .doNotHaveSimpleName("OperatorCommand")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "dev.plumbline.operator..");

  @ArchTest
  static final ArchRule theSandboxIsForItselfAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plumbline.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.plumbline.sandbox..", "io.fabric8.mockwebserver..");

  /** Each package is a slice. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.plumbline.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCatchAllNames =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Common|Base)");

  @ArchTest
  static final ArchRule timeIsPassedIn =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.plumbline.engine..",
              "dev.plumbline.report..",
              "dev.plumbline.operator.run..",
              "dev.plumbline.operator.store..")
          .should()
          .callMethod(Instant.class, "now");

  @Test
  void noClassIsLongWithoutAReason() throws IOException {
    List<String> tooLong;
    try (Stream<Path> files = Files.walk(Run.project(), 20)) {
      tooLong =
          files
              .filter(file -> file.toString().contains("/src/main/java/"))
              .filter(file -> file.toString().endsWith(".java"))
              .filter(ArchitectureTest::isLongWithoutAReason)
              .map(file -> file.getFileName().toString())
              .toList();
    }
    assertThat(tooLong)
        .as("longer than %d lines, without '// Over 250 lines: why'", MAX_LINES)
        .isEmpty();
  }

  private static boolean isLongWithoutAReason(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() > MAX_LINES
          && lines.stream().noneMatch(line -> line.strip().startsWith("// Over 250 lines:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
