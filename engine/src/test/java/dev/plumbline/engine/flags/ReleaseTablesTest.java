package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.engine.flags.FlagTable.Completeness;
import dev.plumbline.evidence.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A release has what holds for it, and one without a table what the releases around it agree on.
 */
class ReleaseTablesTest {

  private static final String FILE =
      """
      {"component":"kubelet","syntax":"","versions":["v1.9.1","v1.10.2","v1.13.0"],
       "flags":[
        {"name":"always","type":"string","default":"a"},
        {"name":"changed","type":"bool","noOptDefVal":"true","default":"true","to":"1.10"},
        {"name":"changed","type":"bool","noOptDefVal":"true","default":"false","from":"1.13"},
        {"name":"gone","type":"string","to":"1.9"},
        {"name":"new","type":"string","shorthand":"n","from":"1.13"}],
       "featureGates":[
        {"name":"G","stage":"ALPHA","default":false,"to":"1.9"},
        {"name":"G","stage":"BETA","default":true,"from":"1.10"},
        {"name":"H","default":true,"lockToDefault":true,"from":"1.10","to":"1.10"}],
       "admissionPlugins":[{"name":"P"},{"name":"Q","from":"1.13"}],
       "configDefaults":[{"name":"a.b","value":1},{"name":"c","value":["x"],"from":"1.13"}],
       "flagDefaults":[{"name":"a.b","value":2,"to":"1.10"}]}
      """;

  private static final ReleaseTables TABLES = tables();

  private static ReleaseTables tables() {
    try {
      return new ReleaseTables(JsonMapper.builder().build().readTree(FILE));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static FlagTable of(String version) {
    List<FlagTable> candidates = TABLES.candidates(new Release.Known(version, "the test"));
    assertThat(candidates).hasSize(1);
    return candidates.get(0);
  }

  @Test
  void anEntryHoldsInItsRangeOfReleasesAlone() {
    assertThat(of("v1.9.1").flags())
        .extracting(FlagDefinition::name)
        .containsExactly("always", "changed", "gone");
    assertThat(of("v1.10.2").flags())
        .extracting(FlagDefinition::name)
        .containsExactly("always", "changed");
    assertThat(of("v1.13.0").flags())
        .extracting(FlagDefinition::name)
        .containsExactly("always", "changed", "new");
    assertThat(of("v1.13.0").shorthand("n")).isPresent();
    assertThat(of("v1.10.2").flag("changed").orElseThrow().defaultValue()).isEqualTo("true");
    assertThat(of("v1.13.0").flag("changed").orElseThrow().defaultValue()).isEqualTo("false");
    assertThat(of("v1.9.1").gate("G").orElseThrow().stage()).isEqualTo(FlagTable.Stage.ALPHA);
    assertThat(of("v1.10.2").gate("G").orElseThrow().stage()).isEqualTo(FlagTable.Stage.BETA);
    assertThat(of("v1.10.2").isLocked("H")).isTrue();
    assertThat(of("v1.13.0").gate("H")).isEmpty();
    assertThat(of("v1.10.2").admissionPlugins()).containsExactly("P");
    assertThat(of("v1.13.0").admissionPlugins()).containsExactly("P", "Q");
  }

  @Test
  void aDefaultMayDifferWithoutAConfigurationFile() {
    assertThat(of("v1.9.0").configDefaults(true)).containsEntry("a.b", 1);
    assertThat(of("v1.9.0").configDefaults(false)).containsEntry("a.b", 2);
    assertThat(of("v1.13.0").configDefaults(false)).containsEntry("a.b", 1);
    assertThat(of("v1.13.0").configDefault("c", true)).contains(List.of("x"));
  }

  @ParameterizedTest
  @CsvSource({
    "v1.9.0, v1.9.1",
    "1.10.99, v1.10.2",
    "v1.13.4-rc.1, v1.13.0",
    "v1.13.0+k3s1, v1.13.0"
  })
  void aPatchReleaseCountsAsItsMinor(String version, String table) {
    assertThat(of(version).version()).isEqualTo(table);
    assertThat(of(version).isExact()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "v1.11.0, BETWEEN_RELEASES, v1.13.0, v1.10.2 and v1.13.0",
    "v1.12.9, BETWEEN_RELEASES, v1.13.0, v1.10.2 and v1.13.0",
    "v1.8.0, OTHER_RELEASE, v1.9.1, v1.9.1 and v1.13.0",
    "v1.14.0, OTHER_RELEASE, v1.13.0, v1.9.1 and v1.13.0",
  })
  void aReleaseWithoutATableIsPutTogetherFromOthers(
      String version, Completeness completeness, String nearest, String known) {
    assertThat(of(version).completeness()).isEqualTo(completeness);
    assertThat(of(version).version()).isEqualTo(nearest);
    assertThat(of(version).known()).isEqualTo(known);
  }

  @Test
  void betweenTwoReleasesOnlyWhatBothAgreeOnHolds() {
    FlagTable between = of("v1.12.0");
    assertThat(between.agree(table -> table.flag("always"))).isTrue();
    assertThat(between.agree(table -> table.flag("changed"))).isFalse();
    assertThat(between.agree(table -> table.flag("new"))).isFalse();
    assertThat(between.agree(table -> table.gate("G"))).isTrue();
    assertThat(between.agree(table -> table.admissionPlugins().contains("Q"))).isFalse();
    assertThat(between.agree(table -> table.configDefault("a.b", true))).isTrue();
    assertThat(between.agree(table -> table.configDefault("a.b", false))).isFalse();
    assertThat(between.isLocked("H")).isFalse();
    // It may have what either has: only the release's own table refuses a flag.
    assertThat(between.flag("new")).isPresent();
    assertThat(between.flag("gone")).isEmpty();
    assertThat(of("v1.14.0").flag("gone")).isPresent();
  }

  @Test
  void anUnknownReleaseMayBeAnyNewestFirst() {
    assertThat(TABLES.candidates(new Release.Unknown()))
        .extracting(FlagTable::version)
        .containsExactly("v1.13.0", "v1.10.2", "v1.9.1");
  }

  @Test
  void everyComponentHasATableOfEveryRelease() throws IOException {
    for (String component : Component.NAMES) {
      boolean etcd = component.equals("etcd");
      assertThat(FlagTable.all(component))
          .extracting(FlagTable::version)
          .as(component)
          .containsExactlyElementsOf(releases(etcd ? "ETCD_RELEASES" : "KUBERNETES_RELEASES"));
      for (FlagTable table : FlagTable.all(component)) {
        assertThat(table.flags()).as(table.basis()).hasSizeGreaterThan(25);
        assertThat(table.featureGates().isEmpty()).as(table.basis()).isEqualTo(etcd);
      }
    }
  }

  /**
   * A real kube-proxy v1.36.3 refuses both: a program that links other components has their global
   * flags too, and what it dumps of kube-proxy is wrong.
   */
  @Test
  void kubeProxyHasNoFlagsOfOtherComponents() {
    for (FlagTable table : FlagTable.all("kube-proxy")) {
      assertThat(table.flag("containerd")).as(table.basis()).isEmpty();
      assertThat(table.flag("default-not-ready-toleration-seconds")).as(table.basis()).isEmpty();
    }
  }

  /** The list in {@code cluster/versions}, from which the tables are made. */
  private static List<String> releases(String list) throws IOException {
    Path versions = Path.of(System.getProperty("plumbline.root", ".."), "cluster", "versions");
    return Files.readAllLines(versions).stream()
        .filter(line -> line.startsWith(list + "="))
        .flatMap(
            line -> Stream.of(line.substring(line.indexOf('"') + 1).replace("\"", "").split(" ")))
        .toList();
  }
}
