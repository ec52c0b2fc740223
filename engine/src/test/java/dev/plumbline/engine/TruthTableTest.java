package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.component.KubeApiserver;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.flags.FlagTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every verdict is what a real kube-apiserver of the release did: {@code truth/} records that,
 * {@code cluster/truth} makes it.
 */
class TruthTableTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTROL = "apiserver-authorization-mode-not-always-allow";

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> verdictIsWhatTheServerDid() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> tables = Files.list(HostRoots.project().resolve("truth"))) {
      for (Path table :
          tables.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        JsonNode recorded = JSON.readTree(table.toFile());
        String version = recorded.get("version").asText();
        assertThat(recorded.get("rows")).hasSizeGreaterThan(200);
        for (JsonNode row : recorded.get("rows")) {
          String name = version + " " + row.get("name").asText();
          tests.add(DynamicTest.dynamicTest(name, () -> assertRow(row, version)));
        }
      }
    }
    return tests.stream();
  }

  /** Releases differ: what the newest does is no proof of what an older one does. */
  @ParameterizedTest
  @CsvSource({"truth, kube-apiserver-", "truth/settings, ''"})
  void theOldestReleaseAndOneBetweenAreRecordedToo(String directory, String prefix)
      throws IOException {
    List<String> known =
        FlagTable.all(KubeApiserver.NAME).stream().map(FlagTable::version).toList();
    List<String> recorded =
        known.stream()
            .filter(
                version ->
                    Files.exists(
                        HostRoots.project().resolve(directory).resolve(prefix + version + ".json")))
            .toList();
    try (Stream<Path> tables = Files.list(HostRoots.project().resolve(directory))) {
      assertThat(tables.filter(file -> file.toString().endsWith(".json")))
          .as("each is of a release that there is a table of")
          .hasSameSizeAs(recorded);
    }
    assertThat(recorded).hasSizeGreaterThan(2).startsWith(known.get(0));
  }

  private void assertRow(JsonNode row, String version) throws IOException {
    HostRoot host =
        HostRoot.in(temp.resolve("row-" + version + row.get("name").asText().hashCode()));
    List<String> arguments = new ArrayList<>();
    row.get("arguments")
        .forEach(argument -> arguments.add(argument.asText().replace("{dir}", HostRoots.FILES)));
    JsonNode files = row.path("files");
    for (var names = files.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      host.file(
          HostRoots.FILES + "/" + name, files.get(name).asText().replace("{dir}", HostRoots.FILES));
    }
    host.apiServer("registry.k8s.io/kube-apiserver:" + version, arguments);

    Finding finding = host.evaluate(CONTROL);

    assertThat(finding.status())
        .as("%s: %s", arguments, finding.message())
        .isEqualTo(expected(row.get("outcome").asText()));
  }

  private static Status expected(String outcome) {
    return switch (outcome) {
      case "ALLOWS" -> Status.Fail;
      case "AUTHORIZES" -> Status.Pass;
      case "REFUSES_TO_START" -> Status.Error;
      default -> throw new IllegalArgumentException(outcome);
    };
  }
}
