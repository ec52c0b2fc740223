package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.evidence.PodProperty;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod that comes back is looked at for what was asked about, and for nothing else. */
class PodQuestionTest {

  private static final DryRunObject POD = DryRunObject.pod("shop", "image");

  private static List<PodQuestion> all() {
    return PodQuestion.ALL;
  }

  private static ObjectNode security(ObjectNode pod) {
    return (ObjectNode) DryRunObject.container(pod).get("securityContext");
  }

  private static List<PodQuestion> about(PodProperty property) {
    return all().stream().filter(one -> one.properties().contains(property)).toList();
  }

  @Test
  void everyPropertyIsAskedAbout() {
    assertThat(all().stream().flatMap(one -> one.properties().stream()))
        .contains(PodProperty.values());
  }

  @ParameterizedTest
  @MethodSource("all")
  void thePodThatIsAskedForHasItAndTheOtherHasNot(PodQuestion question) {
    DryRunObject asked = question.of(POD);
    assertThat(question.isIn(asked.json())).isTrue();
    assertThat(question.isIn(POD.json()))
        .as("the pod that it differs from is left as it was")
        .isFalse();
    assertThat(asked.path()).isEqualTo("/api/v1/namespaces/shop/pods");
  }

  /** A service mesh puts its own before it. */
  @ParameterizedTest
  @MethodSource("all")
  void anotherContainerIsNotTakenForTheOneThatWasAskedFor(PodQuestion question) {
    ObjectNode pod = question.of(POD).json();
    pod.withArray("/spec/containers")
        .insertObject(0)
        .put("name", "sidecar")
        .putObject("securityContext");
    assertThat(question.isIn(pod)).isTrue();
    ObjectNode refused = POD.json().deepCopy();
    refused
        .withArray("/spec/containers")
        .insertObject(0)
        .put("name", "sidecar")
        .putObject("securityContext")
        .put("privileged", true);
    assertThat(question.isIn(refused)).isFalse();
  }

  @Test
  void defaultsThatTheApiServerAddsDoNotHideIt() {
    PodQuestion hostPort = about(PodProperty.HostPort).get(0);
    ObjectNode pod = hostPort.of(POD).json();
    ((ObjectNode) DryRunObject.container(pod).get("ports").get(0)).put("protocol", "TCP");
    assertThat(hostPort.isIn(pod)).isTrue();
  }

  /** As policies that set defaults do. */
  @Test
  void whatAdmissionHasTakenAwayIsGone() {
    PodQuestion unset = about(PodProperty.RunAsRoot).get(1);
    ObjectNode pod = unset.of(POD).json();
    assertThat(unset.isIn(pod)).isTrue();
    ((ObjectNode) pod.get("spec")).putObject("securityContext").put("runAsNonRoot", true);
    assertThat(unset.isIn(pod)).isFalse();

    PodQuestion added = about(PodProperty.AddedCapabilities).get(0);
    ObjectNode dropped = added.of(POD).json();
    ((ObjectNode) security(dropped).get("capabilities")).remove("add");
    assertThat(added.isIn(dropped)).isFalse();

    PodQuestion privileged = about(PodProperty.Privileged).get(0);
    ObjectNode confined = privileged.of(POD).json();
    security(confined).put("privileged", false);
    assertThat(privileged.isIn(confined)).isFalse();
  }

  /** As a policy does that drops NET_RAW wherever a pod does not say what to drop. */
  @Test
  void whoeverDropsOneCapabilityKeepsTheOthers() {
    PodQuestion kept = about(PodProperty.KeptCapabilities).get(0);
    PodQuestion netRaw = about(PodProperty.NetRaw).get(0);
    ObjectNode pod = kept.of(POD).json();
    ObjectNode capabilities = security(pod).putObject("capabilities");
    capabilities.putArray("drop").add("SYS_ADMIN");
    assertThat(netRaw.isIn(pod)).isTrue();
    capabilities.putArray("drop").add("NET_RAW");
    assertThat(netRaw.isIn(pod)).isFalse();
    assertThat(kept.isIn(pod)).isTrue();
    capabilities.putArray("drop").add("ALL");
    assertThat(netRaw.isIn(pod)).isFalse();
    assertThat(kept.isIn(pod)).isFalse();
  }

  @Test
  void aPodWithoutItsContainerIsNotTheOneThatWasAskedFor() {
    ObjectNode pod = POD.json().deepCopy();
    assertThat(POD.isBack(pod)).isTrue();
    pod.withArray("/spec/containers").removeAll();
    assertThat(POD.isBack(pod)).isFalse();
    assertThat(Stream.of(POD.json().deepCopy().put("kind", "Status")).noneMatch(POD::isBack))
        .isTrue();
  }
}
