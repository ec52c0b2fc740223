package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every verdict is what a real kube-apiserver did: {@code truth/} records that, {@code
 * cluster/truth} makes it.
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
        String image = "registry.k8s.io/kube-apiserver:" + recorded.get("version").asText();
        assertThat(recorded.get("rows")).hasSizeGreaterThan(72);
        for (JsonNode row : recorded.get("rows")) {
          tests.add(DynamicTest.dynamicTest(row.get("name").asText(), () -> assertRow(row, image)));
        }
      }
    }
    return tests.stream();
  }

  private void assertRow(JsonNode row, String image) throws IOException {
    HostRoot host = HostRoot.in(temp.resolve("row-" + row.get("name").asText().hashCode()));
    List<String> arguments = new ArrayList<>();
    row.get("arguments")
        .forEach(argument -> arguments.add(argument.asText().replace("{dir}", HostRoots.FILES)));
    JsonNode files = row.path("files");
    for (var names = files.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      host.file(
          HostRoots.FILES + "/" + name, files.get(name).asText().replace("{dir}", HostRoots.FILES));
    }
    host.apiServer(image, arguments);

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
