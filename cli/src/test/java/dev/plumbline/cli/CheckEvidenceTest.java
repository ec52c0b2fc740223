package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckEvidenceTest {

  @TempDir private Path temp;

  private static JsonNode status(Run run) throws IOException {
    return new ObjectMapper().readTree(run.out()).at("/status");
  }

  private static Map<String, String> ofNodes(JsonNode status) {
    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode control : status.at("/controls")) {
      Control known = Catalogue.load().named(control.at("/name").asText()).orElseThrow();
      if (!known.isOfCluster()) {
        statuses.put(control.at("/id").asText(), control.at("/status").asText());
      }
    }
    return statuses;
  }

  @Test
  void aNodeComesToTheSameAsItsHostRoot() throws IOException {
    Path bundle =
        EvidenceFile.of(
            temp,
            "v1.36.3",
            Map.of("control-plane-1", Path.of(Run.sample("control-plane-1"))),
            "cis-2.0");
    Run evidence = Run.of("check", "--evidence", bundle.toString(), "-o", "json");
    Run host =
        Run.of(
            "check",
            "--host-root",
            Run.sample("control-plane-1"),
            "--benchmark",
            "cis-2.0",
            "-o",
            "json");
    assertThat(ofNodes(status(evidence))).hasSizeGreaterThan(50).isEqualTo(ofNodes(status(host)));
    assertThat(evidence.exit()).isEqualTo(1);
    assertThat(status(evidence).at("/benchmark").asText()).isEqualTo("cis-2.0");
    assertThat(status(evidence).at("/run").asText()).isEqualTo("run-1");
    assertThat(status(evidence).at("/lastScanTime").asText()).isEqualTo("2026-01-01T12:00:00Z");
  }

  @Test
  void theBenchmarkOfTheOptionCountsMore() throws IOException {
    Path bundle = EvidenceFile.samples(temp, "cis-2.0");
    Run run =
        Run.of("check", "--evidence", bundle.toString(), "--benchmark", "cis-1.12", "-o", "json");
    assertThat(status(run).at("/benchmark").asText()).isEqualTo("cis-1.12");
    assertThat(status(run).at("/nodes/evaluated").asInt()).isEqualTo(3);
  }

  /** They were not observed. */
  @Test
  void controlsOfTheClustersObjectsNeverPass() throws IOException {
    Path bundle = EvidenceFile.samples(temp, "cis-2.0");
    Run run = Run.of("check", "--evidence", bundle.toString(), "-o", "json");
    int ofCluster = 0;
    for (JsonNode control : status(run).at("/controls")) {
      if (Catalogue.load().named(control.at("/name").asText()).orElseThrow().isOfCluster()) {
        ofCluster++;
        assertThat(control.at("/status").asText())
            .as(control.at("/name").asText())
            .isIn("Error", "Manual");
        if (control.at("/status").asText().equals("Error")) {
          assertThat(control.at("/findings/0/message").asText())
              .contains("which this evidence bundle does not hold");
        }
      }
    }
    assertThat(ofCluster).isGreaterThan(10);
    assertThat(run.err()).containsOnlyOnce("which this evidence bundle does not hold");
  }

  @Test
  void whatCouldNotBeDeterminedMakesTwo() throws IOException {
    Path bundle = EvidenceFile.samples(temp, "cis-2.0");
    Run passing =
        Run.of("check", "--evidence", bundle.toString(), "--control", "apiserver-client-ca");
    assertThat(passing.exit()).as(passing.out() + passing.err()).isZero();
    Run cluster = Run.of("check", "--evidence", bundle.toString(), "--section", "5.1");
    assertThat(cluster.exit()).as(cluster.out()).isEqualTo(2);
  }

  @Test
  void aBaselineMakesKnownFailuresCountForNothing() throws IOException {
    Path bundle = EvidenceFile.samples(temp, "cis-2.0");
    String baseline = temp.resolve("baseline.json").toString();
    String[] check = {"check", "--evidence", bundle.toString(), "--section", "1.2"};
    assertThat(Run.of(check).exit()).isEqualTo(1);
    Run written = Run.of(with(check, "--write-baseline", baseline));
    assertThat(written.exit()).isNotEqualTo(1);
    Run after = Run.of(with(check, "--baseline", baseline));
    assertThat(after.exit()).isNotEqualTo(1);
    assertThat(after.err()).doesNotContain("of the baseline no longer");
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws IOException {
    String bundle = EvidenceFile.samples(temp).toString();
    assertThat(Run.of("check", "--evidence", bundle, "x.yaml").err())
        .contains("\"plumbline plan\" lays files over a bundle.");
    assertThat(Run.of("check", "--evidence", bundle, "--kubernetes-version", "1.37").err())
        .contains("\"plumbline plan\" evaluates them by another.");
    assertThat(Run.of("check", "--evidence", "none.zip").err()).contains("There is no file none.z");
    Path other = Files.writeString(temp.resolve("x.zip"), "x");
    Run run = Run.of("check", "--evidence", other.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("x.zip is no evidence bundle: it is no zip.");
  }
}
