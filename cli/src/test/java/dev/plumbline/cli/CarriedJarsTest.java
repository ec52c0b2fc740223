package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs somewhere carries nothing that it doesn't need. */
class CarriedJarsTest {

  /** The jars that a module brings at run time, by file name. */
  private static List<String> jars(String module) throws IOException {
    Path written = Run.project().resolve(module).resolve("target/runtime-classpath");
    return Arrays.stream(Files.readString(written).strip().split(File.pathSeparator))
        .map(jar -> Path.of(jar).getFileName().toString())
        .toList();
  }

  @Test
  void nodePodsRunTheCollectorAndItsListedLibrariesAlone() throws IOException {
    List<String> libraries = List.of(System.getProperty("collector.libraries", "").split(","));

    assertThat(jars("collector"))
        .filteredOn(jar -> !jar.startsWith("jspecify-"))
        .extracting(jar -> jar.replaceFirst("-[0-9][^-]*\\.jar$", ""))
        .containsExactlyInAnyOrderElementsOf(libraries);
  }

  @Test
  void theImageCarriesNothingOfTheSandbox() throws IOException {
    assertThat(jars("cli"))
        .isNotEmpty()
        .noneMatch(
            jar ->
                jar.matches(
                    "(netty|vertx|json-path|mockwebserver|kubernetes-server-mock|bc\\w+-jdk|kubernetes-httpclient-vertx).*"));
  }
}
