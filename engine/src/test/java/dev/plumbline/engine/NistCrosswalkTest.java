package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.catalogue.NistCrosswalk;
import dev.plumbline.engine.catalogue.NistCrosswalk.Revision;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NistCrosswalkTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final NistCrosswalk CROSSWALK = NistCrosswalk.of(CATALOGUE);

  /** {@code cluster/crosswalk} writes the file. */
  @Test
  void fileHasTheCcisOfTheStigsAndNoOthers() throws IOException {
    Map<String, Map<String, List<String>>> file =
        new YAMLMapper()
            .readValue(
                HostRoots.project()
                    .resolve("engine/src/main/resources/catalogue/nist-800-53.yaml")
                    .toFile(),
                new TypeReference<Map<String, Map<String, List<String>>>>() {});
    Set<String> used =
        CATALOGUE.benchmarks().stream()
            .filter(benchmark -> benchmark.family() == Family.stig)
            .flatMap(benchmark -> benchmark.requirements().values().stream())
            .flatMap(requirement -> requirement.references().stream())
            .collect(Collectors.toSet());
    assertThat(file.keySet()).isEqualTo(used);
    assertThat(file.values())
        .allSatisfy(
            revisions -> {
              assertThat(revisions.keySet()).containsExactly("5", "4");
              assertThat(revisions.values().stream().flatMap(List::stream))
                  .isNotEmpty()
                  .allMatch(
                      control -> control.matches("[A-Z]{2}-\\d+( \\(\\d+\\)| \\(?[a-z]\\)?)*"));
            });
  }

  @Test
  void controlHasWhatItsCcisHave() {
    String control = "apiserver-authorization-mode-node-rbac";
    assertThat(CROSSWALK.ccis(control)).contains("CCI-000213");
    assertThat(CROSSWALK.controls(control, Revision.FIVE)).contains("AC-3");
    assertThat(CROSSWALK.controls(control, Revision.FOUR)).contains("AC-3");
  }

  /** CCI-000196 is of revision 4 alone, and CCI-004062 of revision 5. */
  @Test
  void revisionsAreNotMixed() {
    String control =
        CATALOGUE.benchmark("stig-kubernetes-v2r6").orElseThrow().requirements().values().stream()
            .filter(requirement -> requirement.references().contains("CCI-004062"))
            .findFirst()
            .orElseThrow()
            .control();
    assertThat(CROSSWALK.controls(control, Revision.FIVE)).contains("IA-5 (1) (d)");
    assertThat(CROSSWALK.controls(control, Revision.FOUR)).doesNotContain("IA-5 (1) (d)");
  }

  @Test
  void controlOfNoStigBelongsToNone() {
    assertThat(CROSSWALK.ccis("gke-sandbox")).isEmpty();
    assertThat(CROSSWALK.controls("gke-sandbox", Revision.FIVE)).isEmpty();
  }
}
