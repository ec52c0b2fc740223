package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The findings on a Cluster of kind are those on the kubeadm configuration that kind generates of
 * it, recorded by {@code cluster/oracle/kind/record}: a control that passes or fails on the Cluster
 * does so on one of its nodes.
 */
class KindTruthTest {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("truth/kind");

  record Row(String name, String release, String config) {}

  static Stream<Row> rows() throws IOException {
    return new YAMLMapper()
            .readValue(DIRECTORY.resolve("rows.yaml").toFile(), new TypeReference<List<Row>>() {})
            .stream();
  }

  private static List<Map<String, String>> nodes(Row row) throws IOException {
    Map<String, List<Map<String, String>>> recorded =
        new ObjectMapper()
            .readValue(
                DIRECTORY.resolve("v0.33.0.json").toFile(),
                new TypeReference<Map<String, List<Map<String, String>>>>() {});
    return Objects.requireNonNull(recorded.get(row.name()), row.name());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aVerdictOnTheClusterIsOneOnWhatKindMakesOfIt(Row row) throws IOException {
    Check cluster = Check.text(row.config());
    List<Check> made =
        nodes(row).stream()
            .map(node -> Check.text(Objects.requireNonNull(node.get("config"))))
            .toList();
    Set<String> differences = new TreeSet<>();
    for (String number : cluster.findings().keySet()) {
      Status status = cluster.status(number);
      boolean isVerdict = status == Status.Pass || status == Status.Fail;
      if (isVerdict && made.stream().noneMatch(node -> node.status(number) == status)) {
        differences.add(number + " is " + status + " by the Cluster alone");
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFailureThatAPatchCausesIsOneOfTheCluster(Row row) throws IOException {
    Check cluster = Check.text(row.config());
    Row plain = rows().filter(other -> other.name().equals("nothing")).findFirst().orElseThrow();
    Check before = Check.text(Objects.requireNonNull(nodes(plain).get(0).get("config")));
    Set<String> missed = new TreeSet<>();
    for (Map<String, String> node : nodes(row)) {
      Check made = Check.text(Objects.requireNonNull(node.get("config")));
      for (String number : made.findings().keySet()) {
        if (made.status(number) == Status.Fail
            && before.status(number) != Status.Fail
            && !Set.of(Status.Fail, Status.Error).contains(cluster.status(number))) {
          missed.add(number);
        }
      }
    }
    assertThat(missed).isEmpty();
  }
}
