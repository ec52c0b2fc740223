package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.probe.ProbeOutcome;
import dev.plumbline.engine.probe.ProbedRequirement;
import dev.plumbline.evidence.PodProperty;
import dev.plumbline.evidence.ProbeAnswers;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.ProbeAnswers.PodsOfNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What real API servers answered to dry runs is what their plugins, labels and policies say: {@code
 * truth/admission} records the answers, {@code cluster/truth} makes them.
 */
class AdmissionTruthTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACES = "namespaces that differ";

  /** By the Pod Security Standard baseline. */
  private static final Set<PodProperty> BASELINE =
      EnumSet.of(
          PodProperty.Privileged,
          PodProperty.HostPID,
          PodProperty.HostIPC,
          PodProperty.HostNetwork,
          PodProperty.AddedCapabilities,
          PodProperty.WindowsHostProcess,
          PodProperty.HostPath,
          PodProperty.HostPort);

  private static List<ProbeAnswers> answers(String row) throws IOException {
    JsonNode recorded =
        JSON.readTree(HostRoots.project().resolve("truth/admission/v1.36.3.json").toFile());
    List<ProbeAnswers> answers = new ArrayList<>();
    JsonNode found =
        StreamSupport.stream(recorded.get("rows").spliterator(), false)
            .filter(one -> one.get("name").asText().equals(row))
            .findFirst()
            .orElseThrow();
    for (JsonNode one : found.get("answers")) {
      answers.add(JSON.treeToValue(one, ProbeAnswers.class));
    }
    assertThat(answers).hasSize(3);
    return answers;
  }

  private static ProbeOutcome outcome(String row, ProbedRequirement requirement)
      throws IOException {
    return answers(row).stream()
        .filter(one -> one.probe() == requirement.probe())
        .map(answers -> requirement.outcome(answers, Map.of()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"AlwaysPullsImages", "RefusesExternalIPs"})
  void pluginsDecide(ProbedRequirement requirement) throws IOException {
    assertThat(outcome("no plugin beside the defaults", requirement))
        .isInstanceOf(ProbeOutcome.Violated.class);
    assertThat(outcome("both plugins", requirement)).isInstanceOf(ProbeOutcome.Met.class);
    ProbeOutcome unasked = outcome("the policy is not there", requirement);
    assertThat(unasked).isInstanceOf(ProbeOutcome.NothingProved.class);
    assertThat(unasked.message()).contains("is not in force");
  }

  private static Answered inNamespace(String row, String namespace) throws IOException {
    return answers(row).stream()
        .flatMap(one -> one.answers().stream())
        .filter(one -> one.question().equals("pods in the namespace " + namespace))
        .findFirst()
        .orElseThrow();
  }

  private static PodsOfNamespace pods(String row, String namespace) throws IOException {
    return (PodsOfNamespace) inNamespace(row, namespace).answer();
  }

  private static void assertRefuses(String row, String namespace, Set<PodProperty> refused)
      throws IOException {
    PodsOfNamespace pods = pods(row, namespace);
    assertThat(pods.refused()).as(namespace).containsExactlyElementsOf(refused);
    assertThat(pods.admitted())
        .as(namespace)
        .containsExactlyElementsOf(EnumSet.complementOf(withNone(refused)));
  }

  /** An EnumSet can't be copied from an empty collection. */
  private static EnumSet<PodProperty> withNone(Set<PodProperty> some) {
    EnumSet<PodProperty> all = EnumSet.noneOf(PodProperty.class);
    all.addAll(some);
    return all;
  }

  @Test
  void standardsAndPoliciesRefuseWhatTheyName() throws IOException {
    Map<String, Set<PodProperty>> refused =
        Map.of(
            "default",
            Set.of(),
            "warned",
            Set.of(),
            "baseline",
            withNone(BASELINE),
            "restricted",
            EnumSet.allOf(PodProperty.class),
            "policed",
            Set.of(PodProperty.Privileged));
    for (Map.Entry<String, Set<PodProperty>> namespace : refused.entrySet()) {
      assertRefuses(NAMESPACES, namespace.getKey(), withNone(namespace.getValue()));
    }
    assertRefuses(
        "no privileged containers by the server's flag",
        "default",
        EnumSet.of(PodProperty.Privileged, PodProperty.WindowsHostProcess));
    assertRefuses(
        "policies that change what they are given", "changed", EnumSet.of(PodProperty.HostPID));
  }

  @ParameterizedTest
  @CsvSource({
    "full, by a quota",
    "closed, was refused for a pod that the Pod Security Standard restricted allows",
    "unanswered, the status 500",
    "without-account, no service account default",
  })
  void otherCausesProveNothing(String namespace, String why) throws IOException {
    assertThat(inNamespace(NAMESPACES, namespace).answer())
        .isInstanceOfSatisfying(None.class, none -> assertThat(none.why()).contains(why));
  }
}
