package dev.plumbline.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The modules' rules; see {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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
              "dev.plumbline.operator..",
              "dev.plumbline.cli..");

  @ArchTest
  static final ArchRule collectorIsSmall =
      classes()
          .that()
          .resideInAnyPackage("dev.plumbline.collector..", "dev.plumbline.evidence..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.fasterxml.jackson..",
              "org.yaml.snakeyaml..",
              "org.jspecify..",
              "dev.plumbline.collector..",
              "dev.plumbline.evidence..");

  @ArchTest
  static final ArchRule operatorTouchesNoFilesAndNoCollector =
      noClasses()
          .that()
          .resideInAPackage("dev.plumbline.operator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..", "dev.plumbline.collector..", "dev.plumbline.cli..");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.plumbline.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCatchAllNames =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Base)");

  @ArchTest
  static final ArchRule timeIsPassedIn =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.plumbline.engine..",
              "dev.plumbline.operator.run..",
              "dev.plumbline.operator.store..")
          .should()
          .callMethod(java.time.Instant.class, "now");
}
