package dev.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ControlPlaneTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final ControlPlane MANAGED = new ControlPlane.Managed("eks");
  private static final ControlPlane UNCOUNTED = new ControlPlane.Uncounted("Forbidden");

  static Stream<Arguments> nodes() {
    return Stream.of(
        Arguments.of(0, List.of()),
        Arguments.of(0, List.of(Nodes.with("worker-1", "kubelet"))),
        Arguments.of(1, List.of(Nodes.with("cp-1", "kube-apiserver", "etcd"))),
        // The manifest and the process of one API server are two components.
        Arguments.of(1, List.of(Nodes.with("cp-1", "kube-apiserver", "kube-apiserver"))),
        Arguments.of(
            2,
            List.of(
                Nodes.with("cp-1", "kube-apiserver"),
                Nodes.with("worker-1", "kubelet"),
                Nodes.with("cp-2", "kube-apiserver"))),
        Arguments.of(1, List.of(Nodes.with("cp-1", "kube-apiserver"), Nodes.notRead("cp-2"))),
        // An etcd of its own node is no API server.
        Arguments.of(0, List.of(Nodes.with("etcd-1", "etcd"))));
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void nodesWithAnApiServerAreCounted(int expected, List<NodeReading> nodes) {
    assertThat(Nodes.observed(nodes).apiServers()).isEqualTo(new ApiServersObserved(expected, 0));
  }

  private static Condition condition(ControlPlane controlPlane, int evaluated) {
    return new ControlPlaneObserved(controlPlane, new ApiServersObserved(evaluated, 0), true)
        .condition(
            new Conditions(
                List.of(), 1, Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC)));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, True,  AllObserved,  3 of 3 API servers were evaluated.",
    // Several API servers behind one advertised address.
    "3, 1, True,  AllObserved,  3 of 1 API server was evaluated.",
    "2, 3, False, SomeObserved, 2 of 3 API servers were evaluated.",
    "0, 3, False, NoneObserved, 0 of 3 API servers were evaluated.",
    "0, 1, False, NoneObserved, 0 of 1 API server was evaluated.",
  })
  void apiServersAreComparedWithTheEndpoints(
      int evaluated, int endpoints, String status, String reason, String message) {
    Condition condition = condition(new ControlPlane.SelfManaged(endpoints), evaluated);
    assertThat(condition.type()).isEqualTo("ControlPlaneObserved");
    assertThat(condition.status()).isEqualTo(status);
    assertThat(condition.reason()).isEqualTo(reason);
    assertThat(condition.message()).startsWith(message);
  }

  @Test
  void managedControlPlaneIsNotHere() {
    assertThat(condition(MANAGED, 0).status()).isEqualTo("False");
    assertThat(condition(MANAGED, 0).reason()).isEqualTo("NotHere");
    assertThat(condition(MANAGED, 0).message()).contains("eks");
  }

  @Test
  void controlPlaneThatNoNodeServesIsNotOnNodes() {
    ControlPlane elsewhere = new ControlPlane.Elsewhere(List.of("10.9.0.1"));
    assertThat(condition(elsewhere, 0).status()).isEqualTo("False");
    assertThat(condition(elsewhere, 0).reason()).isEqualTo("NotOnNodes");
    assertThat(condition(elsewhere, 0).message()).contains("10.9.0.1");
    assertThat(condition(elsewhere, 2).status()).isEqualTo("Unknown");
    assertThat(new ControlPlaneObserved(elsewhere, new ApiServersObserved(0, 0), true).isMissing())
        .isTrue();
    assertThat(new ControlPlaneObserved(elsewhere, new ApiServersObserved(0, 0), false).isMissing())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2, True, AllObserved, 2 of 2 API servers were evaluated.",
    "1, False, SomeObserved, 1 of 2 API servers were evaluated.",
    "0, False, NotOnNodes, No node of the cluster has an address of the API server"
  })
  void apiServersThatAreOnNoNodeCountOnceTheyHaveAnswered(
      int answered, String status, String reason, String message) {
    ControlPlane elsewhere = new ControlPlane.Elsewhere(List.of("10.9.0.1", "10.9.0.2"));
    ApiServersObserved observed = new ApiServersObserved(0, answered);
    Condition condition =
        new ControlPlaneObserved(elsewhere, observed, true)
            .condition(new Conditions(List.of(), 1, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));
    assertThat(condition.status()).isEqualTo(status);
    assertThat(condition.reason()).isEqualTo(reason);
    assertThat(condition.message()).startsWith(message);
    assertThat(observed.areAllOf(elsewhere)).isEqualTo(answered == 2);
  }

  @Test
  void endpointsThatCouldNotBeReadLeaveItUnknownUnlessNoApiServerWasEvaluated() {
    assertThat(condition(UNCOUNTED, 2).status()).isEqualTo("Unknown");
    assertThat(condition(UNCOUNTED, 2).reason()).isEqualTo("EndpointsUnavailable");
    assertThat(condition(UNCOUNTED, 0).status()).isEqualTo("False");
    assertThat(condition(UNCOUNTED, 0).reason()).isEqualTo("NoneObserved");
    assertThat(condition(UNCOUNTED, 0).message()).contains("Forbidden");
  }

  @Test
  void controlPlaneIsMissingWhereControlsAreAboutItAndNoneWasEvaluated() {
    ControlPlane own = new ControlPlane.SelfManaged(3);
    assertThat(new ControlPlaneObserved(own, new ApiServersObserved(0, 0), true).isMissing())
        .isTrue();
    assertThat(new ControlPlaneObserved(UNCOUNTED, new ApiServersObserved(0, 0), true).isMissing())
        .isTrue();
    assertThat(new ControlPlaneObserved(own, new ApiServersObserved(1, 0), true).isMissing())
        .isFalse();
    assertThat(new ControlPlaneObserved(own, new ApiServersObserved(0, 0), false).isMissing())
        .isFalse();
    assertThat(new ControlPlaneObserved(MANAGED, new ApiServersObserved(0, 0), true).isMissing())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "apiserver-authorization-mode-not-always-allow, true",
    "scheduler-profiling-off, true",
    "etcd-own-ca, true",
    "kubelet-config-mode, false",
    "rbac-no-wildcards, false",
  })
  void controlsOfTheControlPlaneAreKnownByTheirComponent(String control, boolean expected) {
    assertThat(ControlPlane.isSubjectOf(List.of(CATALOGUE.named(control).orElseThrow())))
        .isEqualTo(expected);
  }
}
