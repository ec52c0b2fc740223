package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operator asks of itself what it asks of others: the manifests of {@code config/}. */
class OwnPodsTest {

  private static final Path BASE =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("config/base");

  private static List<HasMetadata> objects(String file) throws IOException {
    return Stream.of(Files.readString(BASE.resolve(file)).split("(?m)^---$"))
        .map(document -> (HasMetadata) Serialization.unmarshal(document, KubernetesResource.class))
        .toList();
  }

  private static PodTemplateSpec template() throws IOException {
    return ((Deployment) objects("deployment.yaml").get(0)).getSpec().getTemplate();
  }

  private static Map<Control, Finding> restricted(Pod pod) {
    Catalogue catalogue = Catalogue.load();
    Benchmark standard = catalogue.benchmark("pss-restricted").orElseThrow();
    Map<String, Object> cluster = new HashMap<>();
    cluster.put("pods", List.of(Pods.describe(pod, Set.of())));
    // Whether its namespace enforces the standard is another question: node pods can't meet it.
    return Engine.of(
            standard.controls().values().stream()
                .filter(name -> !name.equals("pod-security-restricted-enforced"))
                .map(name -> CompiledControl.of(catalogue.named(name).orElseThrow()))
                .toList())
        .evaluate(Facts.ofCluster(cluster, Map.of()));
  }

  private static Pod operatorPod() throws IOException {
    return new PodBuilder()
        .withNewMetadata()
        .withName("operator")
        .withNamespace("plumbline-system")
        .withLabels(template().getMetadata().getLabels())
        .endMetadata()
        .withSpec(template().getSpec())
        .build();
  }

  @Test
  void theOperatorsPodMeetsTheStandardRestricted() throws IOException {
    Map<Control, Finding> findings = restricted(operatorPod());
    assertThat(findings).hasSizeGreaterThan(10);
    findings.forEach(
        (control, finding) ->
            assertThat(finding.status())
                .as(control.name() + ": " + finding.message())
                .isEqualTo(Status.Pass));
  }

  @Test
  void oneThatMayGainPrivilegesDoesNot() throws IOException {
    Pod pod = operatorPod();
    pod.getSpec().getContainers().get(0).getSecurityContext().setAllowPrivilegeEscalation(true);
    assertThat(restricted(pod).values()).extracting(Finding::status).contains(Status.Fail);
  }

  private static List<String> policiesOf(Map<String, String> labels) throws IOException {
    return objects("networkpolicy.yaml").stream()
        .map(NetworkPolicy.class::cast)
        .filter(
            policy ->
                labels
                    .entrySet()
                    .containsAll(
                        Objects.requireNonNullElse(
                                policy.getSpec().getPodSelector().getMatchLabels(),
                                Map.<String, String>of())
                            .entrySet()))
        .map(policy -> policy.getMetadata().getName())
        .toList();
  }

  @Test
  void networkPoliciesSelectTheOperatorsPodAndNodePods() throws IOException {
    assertThat(policiesOf(template().getMetadata().getLabels()))
        .containsExactly("plumbline-no-ingress", "plumbline-metrics");
    // The labels of NodeJob.
    assertThat(policiesOf(Map.of("app.kubernetes.io/component", "collector")))
        .containsExactly("plumbline-no-ingress", "plumbline-collector-no-traffic");
    assertThat(policiesOf(Map.of("app", "another"))).containsExactly("plumbline-no-ingress");
  }

  @Test
  void theOpenPortIsTheOneOfProbesAndMetrics() throws IOException {
    NetworkPolicy metrics =
        objects("networkpolicy.yaml").stream()
            .map(NetworkPolicy.class::cast)
            .filter(policy -> policy.getMetadata().getName().equals("plumbline-metrics"))
            .findFirst()
            .orElseThrow();
    assertThat(metrics.getSpec().getIngress())
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(
                        port ->
                            assertThat(port.getPort().getStrVal())
                                .isEqualTo(
                                    template()
                                        .getSpec()
                                        .getContainers()
                                        .get(0)
                                        .getPorts()
                                        .get(0)
                                        .getName())));
  }
}
