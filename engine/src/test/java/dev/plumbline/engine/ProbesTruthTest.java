package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.ProbeAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What real API servers answered to the probes never contradicts what their arguments mean: {@code
 * truth/probes} records the answers, {@code cluster/truth} makes them.
 */
class ProbesTruthTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> argumentsAndAnswersComeToTheSame() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> tables = Files.list(HostRoots.project().resolve("truth/probes"))) {
      for (Path table :
          tables.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        JsonNode recorded = JSON.readTree(table.toFile());
        String version = recorded.get("version").asText();
        for (Control control : Catalogue.load().controls()) {
          for (ProbedRequirement requirement : control.probes()) {
            for (JsonNode row : recorded.get("rows")) {
              String name = version + " " + control.name() + ": " + row.get("name").asText();
              tests.add(
                  DynamicTest.dynamicTest(
                      name, () -> assertRow(row, control, requirement, version)));
            }
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(80);
    return tests.stream();
  }

  private void assertRow(
      JsonNode row, Control control, ProbedRequirement requirement, String version)
      throws IOException {
    List<ProbeOutcome> outcomes = new ArrayList<>();
    for (JsonNode answers : row.get("answers")) {
      ProbeAnswers read = JSON.treeToValue(answers, ProbeAnswers.class);
      if (read.probe() == requirement.probe()) {
        outcomes.add(requirement.outcome(read));
      }
    }
    if (outcomes.isEmpty() || isTurnedOff(row, requirement)) {
      // It refused to start, or is another component's probe.
      return;
    }
    Finding finding = byArguments(row, control, version);
    assertThat(outcomes)
        .as("%s: %s", row.get("arguments"), finding.message())
        .allSatisfy(outcome -> assertThat(contradicts(outcome, finding.status())).isFalse());
  }

  /**
   * An API server whose --authorization-mode has AlwaysAllow turns anonymous requests off, whatever
   * it is told. What it is told is reported all the same: with AlwaysAllow mended, they are on.
   */
  private static boolean isTurnedOff(JsonNode row, ProbedRequirement requirement) {
    boolean everything =
        row.get("arguments").isEmpty() || row.get("arguments").toString().contains("AlwaysAllow");
    return requirement == ProbedRequirement.RefusesAnonymousRequests && everything;
  }

  private static boolean contradicts(ProbeOutcome outcome, Status status) {
    boolean violated = status == Status.Fail || status == Status.Manual;
    return outcome instanceof ProbeOutcome.Met && violated
        || outcome instanceof ProbeOutcome.Violated && !violated;
  }

  private Finding byArguments(JsonNode row, Control control, String version) throws IOException {
    HostRoot host = HostRoot.in(Files.createTempDirectory(temp, "row"));
    List<String> arguments = new ArrayList<>();
    row.get("arguments")
        .forEach(argument -> arguments.add(argument.asText().replace("{dir}", HostRoots.FILES)));
    JsonNode files = row.path("files");
    for (Iterator<String> names = files.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      host.file(
          HostRoots.FILES + "/" + name, files.get(name).asText().replace("{dir}", HostRoots.FILES));
    }
    host.apiServer("registry.k8s.io/kube-apiserver:" + version, arguments);
    return host.evaluate(control.name());
  }
}
