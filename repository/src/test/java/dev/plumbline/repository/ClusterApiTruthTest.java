package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The findings on a ClusterClass with a Cluster are those on the objects that Cluster API makes of
 * both, recorded by {@code cluster/oracle/cluster-api/record}.
 */
class ClusterApiTruthTest {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("truth/cluster-api");

  private static final List<String> COMPONENTS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet");

  /**
   * @param unknown whether a part of it is not followed
   */
  record Row(String name, boolean unknown, String objects) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() throws IOException {
    return new YAMLMapper()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .readValue(DIRECTORY.resolve("rows.yaml").toFile(), new TypeReference<List<Row>>() {})
            .stream();
  }

  static Stream<Row> made() throws IOException {
    JsonNode rows = recorded().path("rows");
    return rows().filter(row -> rows.path(row.name()).has("made"));
  }

  static Stream<Row> refused() throws IOException {
    JsonNode rows = recorded().path("rows");
    return rows().filter(row -> rows.path(row.name()).has("refused"));
  }

  private static JsonNode recorded() throws IOException {
    return new ObjectMapper().readTree(DIRECTORY.resolve("v1.14.2.json").toFile());
  }

  /** What Cluster API makes of a row, read each by itself. */
  private static List<Check> objects(Row row) throws IOException {
    List<Check> made = new ArrayList<>();
    for (JsonNode object : recorded().path("rows").path(row.name()).path("made")) {
      made.add(Check.text(object.asText()));
    }
    return made;
  }

  @Test
  void everyRowIsRecorded() throws IOException {
    assertThat(rows().map(Row::name))
        .containsExactlyInAnyOrderElementsOf(recorded().path("rows")::fieldNames);
    assertThat(made()).hasSizeGreaterThan(40);
    assertThat(refused()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("made")
  void aVerdictIsOneOnWhatClusterApiMakes(Row row) throws IOException {
    Check check = Check.text(row.objects());
    List<Check> made = objects(row);
    Set<String> differences = new TreeSet<>();
    for (String number : check.findings().keySet()) {
      Status status = check.status(number);
      boolean isVerdict = status == Status.Pass || status == Status.Fail;
      if (isVerdict && made.stream().noneMatch(object -> object.status(number) == status)) {
        differences.add(number + " is " + status + " by the class");
      }
      boolean fails = made.stream().anyMatch(object -> object.status(number) == Status.Fail);
      if (fails && !Set.of(Status.Fail, Status.Error).contains(status)) {
        differences.add(number + " fails on what is made, and is " + status + " by the class");
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("made")
  void argumentsAreThoseThatClusterApiMakes(Row row) throws IOException {
    if (row.unknown()) {
      return;
    }
    Check check = Check.text(row.objects());
    assertThat(check.problems()).isEmpty();
    List<Check> objects = objects(row);
    for (String component : COMPONENTS) {
      List<Set<String>> made =
          objects.stream()
              .flatMap(object -> object.arguments(component).stream())
              .<Set<String>>map(TreeSet::new)
              .toList();
      assertThat(check.arguments(component).stream().<Set<String>>map(TreeSet::new))
          .as(component)
          .containsExactlyInAnyOrderElementsOf(made);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatClusterApiRefusesIsNotEvaluatedAsIfItWere(Row row) {
    Check check = Check.text(row.objects());
    assertThat(row.unknown() || !check.problems().isEmpty()).isTrue();
    assertThat(check.findings().values())
        .filteredOn(finding -> finding.status() == Status.Error)
        .isNotEmpty();
  }

  @Test
  void aFieldOfOneVersionIsRefusedInTheOther() throws IOException {
    JsonNode versions = recorded().path("fields");
    Map<String, String> blocks =
        Map.of(
            "KubeadmConfigSpec", "",
            "ClusterConfiguration", "clusterConfiguration",
            "InitConfiguration", "initConfiguration",
            "JoinConfiguration", "joinConfiguration");
    for (String version : List.of("v1beta1", "v1beta2")) {
      String other = version.equals("v1beta1") ? "v1beta2" : "v1beta1";
      for (Map.Entry<String, String> block : blocks.entrySet()) {
        Set<String> own = texts(versions.path(version).path(block.getKey()));
        own.removeAll(texts(versions.path(other).path(block.getKey())));
        assertThat(
                KubeadmConfigVersion.OWN
                    .getOrDefault(version, Map.of())
                    .getOrDefault(block.getValue(), Set.of()))
            .as(version + " " + block.getKey())
            .isEqualTo(own);
      }
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** A field of Cluster API's types that no table has would be reported though it is harmless. */
  @Test
  void everyFieldOfClusterApisTypesIsKnown() throws IOException {
    Set<String> unknown = new TreeSet<>();
    JsonNode versions = recorded().path("fields");
    assertThat(versions).hasSize(2);
    versions
        .properties()
        .forEach(
            version ->
                version
                    .getValue()
                    .properties()
                    .forEach(
                        block -> {
                          boolean own = block.getKey().equals("KubeadmConfigSpec");
                          FieldTable table = FieldTable.of(own ? "cluster-api" : "kubeadm");
                          for (JsonNode field : block.getValue()) {
                            if (!table.block(block.getKey()).knows(field.asText())) {
                              unknown.add(
                                  version.getKey() + " " + block.getKey() + "." + field.asText());
                            }
                          }
                        }));
    assertThat(unknown).isEmpty();
    for (String field : FieldTable.of("cluster-api").block("KubeadmConfigSpec").code()) {
      assertThat(Objects.toString(versions)).contains("\"" + field + "\"");
    }
  }
}
