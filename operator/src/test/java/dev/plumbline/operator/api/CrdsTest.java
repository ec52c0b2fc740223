package dev.plumbline.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code crds/} are what the types say. */
class CrdsTest {

  private static final Path COMMITTED =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("crds");

  @TempDir private Path generated;

  /**
   * {@code ./mvnw -pl operator -am test -Dtest=CrdsTest -Dplumbline.write=true} writes them anew.
   */
  @Test
  void committedFilesAreWhatTheTypesSay() throws IOException {
    new CRDGenerator()
        .customResourceClasses(
            ComplianceScan.class,
            ComplianceReport.class,
            ComplianceBenchmark.class,
            ComplianceWaiver.class,
            ComplianceAttestation.class)
        .inOutputDir(generated.toFile())
        .forCRDVersions("v1")
        .generate();
    for (Path file : files(generated)) {
      Files.writeString(
          file,
          notYetObserved(PrinterColumns.inDeclaredOrder(withRequiredSpec(Files.readString(file)))));
    }
    if (Boolean.getBoolean("plumbline.write")) {
      for (Path file : files(generated)) {
        Files.copy(
            file,
            COMMITTED.resolve(file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }

    assertThat(names(COMMITTED)).isEqualTo(names(generated));
    for (Path file : files(generated)) {
      assertThat(COMMITTED.resolve(file.getFileName().toString())).hasSameTextualContentAs(file);
    }
  }

  /** A spec that has required fields can't be left out as a whole; the generator requires none. */
  private static String withRequiredSpec(String yaml) {
    CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
    crd.getSpec()
        .getVersions()
        .forEach(
            version -> {
              JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
              JSONSchemaProps spec = schema.getProperties().get("spec");
              if (spec != null && !spec.getRequired().isEmpty()) {
                schema.setRequired(List.of("spec"));
              }
            });
    return Serialization.asYaml(crd);
  }

  /**
   * A new object's status says that no generation of it was looked at yet: kstatus would take one
   * without a status for current. Flux's resources begin so.
   */
  private static String notYetObserved(String crd) {
    boolean observes = crd.contains("\n              observedGeneration:");
    return observes
        ? crd.replaceFirst(
            "(?m)^          status:\\n",
            "          status:\n            default:\n              observedGeneration: -1\n")
        : crd;
  }

  private static List<String> names(Path folder) throws IOException {
    return files(folder).stream().map(file -> file.getFileName().toString()).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yml"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
