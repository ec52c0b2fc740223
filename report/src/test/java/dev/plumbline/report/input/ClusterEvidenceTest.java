package dev.plumbline.report.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ControlPlane;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterEvidenceTest {

  private static final Map<String, Object> WEB =
      Map.of("namespace", "web", "user", -1L, "containers", List.of(Map.of("added", List.of("X"))));
  private static final Map<String, Object> OTHER = Map.of("namespace", "other", "user", 0L);

  private static ClusterReading cluster(Map<String, Object> objects, Map<String, String> unknown) {
    return new ClusterReading(Facts.ofCluster(objects, unknown), new ControlPlane.SelfManaged(3));
  }

  private static ClusterReading readBack(ClusterReading cluster) {
    return ClusterEvidence.read(ClusterEvidence.of(cluster).orElseThrow().json());
  }

  @Test
  void whatWasEvaluatedIsReadBackInItsOrder() {
    List<Object> pods =
        List.of(
            new NamedObject("web-1", WEB),
            new NamedObject("web-2", WEB),
            new NamedObject("other", OTHER),
            new NamedObject("web-3", WEB));
    ClusterReading before =
        cluster(
            Map.of(
                "pods", pods,
                "podPolicies", List.of("a", "b"),
                "images", List.of(Map.of("repository", "r", "versions", List.of(":1")))),
            Map.of("services", "the API server did not return services: Forbidden"));

    ClusterReading after = readBack(before);

    assertThat(after.objects().listed()).isEqualTo(before.objects().listed());
    assertThat(after.controlPlane()).isEqualTo(before.controlPlane());
    assertThat(after.objects().value(InputRef.cluster("pods"))).contains(pods);
  }

  @Test
  void whatPodsHaveInCommonIsWrittenOnce() {
    List<NamedObject> pods =
        IntStream.range(0, 1000).mapToObj(i -> new NamedObject("web-" + i, WEB)).toList();

    assertThat(ClusterEvidence.of(cluster(Map.of("pods", pods), Map.of())).orElseThrow().json())
        .containsOnlyOnce("containers")
        .contains("web-999");
  }

  @Test
  void aKindThatCouldNotBeListedStaysUnknown() {
    assertThat(
            readBack(cluster(Map.of("pods", List.of()), Map.of("pods", "no right")))
                .objects()
                .of(InputRef.cluster("pods")))
        .isEqualTo(Fact.unknown("no right"));
    assertThat(readBack(cluster(Map.of(), Map.of())).objects().of(InputRef.cluster("pods")))
        .isEqualTo(Fact.unknown("the cluster's pods were not listed"));
  }

  static Stream<ControlPlane> controlPlanes() {
    return Stream.of(
        new ControlPlane.Managed("eks"),
        new ControlPlane.SelfManaged(3),
        new ControlPlane.Elsewhere(List.of("10.0.0.1")),
        new ControlPlane.Uncounted("why"));
  }

  @ParameterizedTest
  @MethodSource("controlPlanes")
  void everyControlPlaneIsReadBack(ControlPlane controlPlane) {
    assertThat(
            readBack(new ClusterReading(Facts.ofCluster(Map.of(), Map.of()), controlPlane))
                .controlPlane())
        .isEqualTo(controlPlane);
  }

  /** Maps of Java have another order in each process. */
  @Test
  void oneContentHasOneDigest() {
    assertThat(
            ClusterEvidence.of(
                    cluster(Map.of("pods", List.of(new NamedObject("a", WEB))), Map.of()))
                .orElseThrow()
                .json())
        .isEqualTo(
            "{\"controlPlane\":{\"type\":\"SelfManaged\",\"apiServers\":3},"
                + "\"kind\":\"ClusterEvidence\",\"objects\":{\"pods\":[{\"names\":[\"a\"],\"object\":"
                + "{\"containers\":[{\"added\":[\"X\"]}],\"namespace\":\"web\",\"user\":-1}}]},"
                + "\"unknown\":{},\"version\":1}");
  }

  @Test
  void aClusterThatIsTooLargeIsNotWritten() {
    List<Object> large = List.of("x".repeat(ClusterEvidence.MAX_BYTES));

    assertThat(ClusterEvidence.of(cluster(Map.of("podPolicies", large), Map.of()))).isEmpty();
  }
}
