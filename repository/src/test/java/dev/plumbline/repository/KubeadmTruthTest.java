package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The findings on kubeadm's configuration are those on the manifests that it makes: recorded from a
 * real kubeadm in truth/kubeadm by {@code cluster/truth --record}.
 */
class KubeadmTruthTest {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("truth/kubeadm");

  private static final List<Control> CONTROLS = Catalogue.load().controls();
  private static Engine engine = new Engine(List.of());
  private static Map<String, Map<String, List<String>>> recorded = Map.of();

  record Row(String name, String config) {}

  @BeforeAll
  static void read() throws IOException {
    engine = new Engine(CONTROLS);
    recorded =
        new ObjectMapper()
            .readValue(
                DIRECTORY.resolve("v1.36.3.json").toFile(),
                new TypeReference<Map<String, Map<String, List<String>>>>() {});
  }

  static Stream<Row> rows() throws IOException {
    return new YAMLMapper()
            .readValue(DIRECTORY.resolve("rows.yaml").toFile(), new TypeReference<List<Row>>() {})
            .stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void findingsOnTheConfigurationAreThoseOnTheManifest(Row row) {
    Map<String, List<String>> made = Objects.requireNonNull(recorded.get(row.name()));
    Map<Control, Finding> found = evaluated(row.config());
    List<String> differences = new ArrayList<>();
    if (made.isEmpty()) {
      assertThat(found.values()).extracting(Finding::status).doesNotContain(Status.Pass);
      return;
    }
    made.forEach(
        (component, command) -> {
          Map<Control, Finding> done = evaluated(manifest(component, command));
          for (Control control : CONTROLS) {
            if (control.component().equals(component)) {
              Status ofConfiguration = of(control, found);
              Status ofManifest = of(control, done);
              if ((ofConfiguration == Status.Pass || ofConfiguration == Status.Fail)
                  && ofConfiguration != ofManifest) {
                differences.add(
                    control.name() + ": " + ofConfiguration + ", and the manifest: " + ofManifest);
              }
            }
          }
        });
    assertThat(differences).isEmpty();
  }

  private static Status of(Control control, Map<Control, Finding> findings) {
    return Objects.requireNonNull(findings.get(control)).status();
  }

  private static Map<Control, Finding> evaluated(String text) {
    return new LinkedHashMap<>(
        engine.evaluate(
            ((FileOutcome.Relevant)
                    new RepositoryReader(Duration.ofSeconds(20)).readText("file.yaml", text))
                .evidence(),
            ReleaseHints.none()));
  }

  private static String manifest(String component, List<String> command) {
    StringBuilder manifest = new StringBuilder();
    manifest.append("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n");
    manifest.append("  - name: ").append(component).append("\n");
    manifest.append("    image: registry.k8s.io/").append(component).append(":v1.36.3\n");
    manifest.append("    command:\n");
    command.forEach(
        word -> manifest.append("    - '").append(word.replace("'", "''")).append("'\n"));
    return manifest.toString();
  }
}
