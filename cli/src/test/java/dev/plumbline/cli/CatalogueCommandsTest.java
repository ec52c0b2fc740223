package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code benchmarks}, {@code controls}, and the completion of their names. */
class CatalogueCommandsTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private static JsonNode json(String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("-o", "json"));
    return new ObjectMapper().readTree(Run.of(arguments.toArray(String[]::new)).out());
  }

  @Test
  void everyBenchmarkIsListed() throws IOException {
    Run table = Run.of("benchmarks");
    assertThat(table.exit()).isZero();
    assertThat(table.out().lines()).hasSize(CATALOGUE.headings().size() + 1);
    assertThat(table.out())
        .startsWith("NAME ")
        .containsPattern("cis-1\\.12 +cis +kubernetes +1\\.\\d+(-1\\.\\d+)? +\\d+ +CIS Kubernetes");
    JsonNode json = json("benchmarks");
    assertThat(json).hasSize(CATALOGUE.headings().size());
    for (JsonNode entry : json) {
      Benchmark benchmark = CATALOGUE.benchmark(entry.get("name").asText()).orElseThrow();
      assertThat(entry.get("requirements").asInt()).isEqualTo(benchmark.requirements().size());
      assertThat(entry.get("family").asText()).isEqualTo(benchmark.family().name());
      assertThat(entry.get("kubernetes")).hasSize(benchmark.kubernetes().size());
    }
  }

  @Test
  void everyRequirementOfEveryBenchmarkIsListed() throws IOException {
    for (Benchmark benchmark : CATALOGUE.benchmarks()) {
      JsonNode json = json("controls", "--benchmark", benchmark.name());
      assertThat(json.findValuesAsText("number"))
          .containsExactlyElementsOf(benchmark.requirements().keySet());
      assertThat(json.findValuesAsText("name"))
          .containsExactlyElementsOf(benchmark.controls().values());
    }
  }

  @Test
  void whatAPersonHasToReviewIsSaid() throws IOException {
    assertThat(Run.of("controls", "--benchmark", "cis-2.0").out())
        .containsPattern(
            "1\\.2\\.6 +\\w+ +\\S+ +\\S+ +kube-apiserver +apiserver-authorization-mode-not")
        .contains("files of the node", "objects of the cluster", "nothing: needs review");
    assertThat(json("controls").findValuesAsText("evaluation")).contains("Automated", "Manual");
  }

  @Test
  void mistypedBenchmarkIsAnsweredWithTheNearestNameAlone() {
    Run run = Run.of("controls", "--benchmark", "cis-20");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("The nearest name is cis-2.0")
        .doesNotContain("cis-1.12")
        .hasLineCount(1);
    assertThat(Run.of("explain", "1.2.6", "--benchmark", "k3s").err())
        .contains("The nearest name is k3s-cis-");
    assertThat(Run.of("explain", "1.2.66").err()).contains("The nearest name or number is ");
  }

  @Test
  void namesOfBenchmarksAreCompleted() {
    assertThat(Commands.completion("__complete", "check", "--benchmark", "cis-2"))
        .contains("cis-2.0")
        .noneMatch(name -> name.startsWith("cis-1"))
        .endsWith(":4");
    assertThat(Commands.completion("__complete", "controls", "-o", ""))
        .containsExactly("table", "json", ":4");
    assertThat(Commands.completion("__complete", "con")).containsExactly("controls", ":4");
    assertThat(Commands.completion("__complete", "controls", "--b"))
        .containsExactly("--benchmark", ":4");
    assertThat(Run.of("generate-completion").out()).contains("cis-2.0");
  }

  @Test
  void aShellAsksForACompletionByTheFirstArgument() {
    assertThat(Commands.isCompletion("__complete", "check", "")).isTrue();
    assertThat(Commands.isCompletion("check", "__complete")).isFalse();
    assertThat(Commands.completion("__complete")).contains("check", "export").endsWith(":4");
    assertThat(Commands.completion("__complete", "chekc", "--")).containsExactly(":4");
  }
}
