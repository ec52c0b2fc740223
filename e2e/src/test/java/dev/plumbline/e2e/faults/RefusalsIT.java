package dev.plumbline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the cluster's owners forbid for a while. */
@ExtendWith(LaboratoryExtension.class)
class RefusalsIT {

  private static final int UNPROCESSABLE = 422;
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: probe, namespace: plumbline-system}
      spec: {containers: [{name: probe, image: probe}]}
      """;

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: probe, namespace: plumbline-system}
      spec: {template: {spec: {restartPolicy: Never, containers: [{name: probe, image: probe}]}}}
      """;

  /**
   * Something that forbids a Job or its pod, and goes away again.
   *
   * @param yaml objects that forbid it
   * @param refused an object that is refused then
   * @param told a condition of the scan that tells it
   */
  record Case(String name, String yaml, String refused, String told) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(
              "a quota on Jobs",
              """
              apiVersion: v1
              kind: ResourceQuota
              metadata: {name: faults, namespace: plumbline-system}
              spec: {hard: {count/jobs.batch: '0'}}
              """,
              JOB,
              "QuotaExceeded"),
          new Case(
              "a quota on pods",
              """
              apiVersion: v1
              kind: ResourceQuota
              metadata: {name: faults, namespace: plumbline-system}
              spec: {hard: {pods: '0'}}
              """,
              POD,
              "exceeded quota"),
          new Case(
              "a policy that denies Jobs",
              policy("batch", "jobs")
                  + """
                  ---
                  apiVersion: admissionregistration.k8s.io/v1
                  kind: ValidatingAdmissionPolicyBinding
                  metadata: {name: faults}
                  spec: {policyName: faults, validationActions: [Deny]}
                  """,
              JOB,
              "RequestDenied"));

  static final FaultRow ROW =
      new FaultRow(
          "A quota or an admission policy refuses Jobs, or a quota their pods",
          "until a person lifts it",
          FaultRow.Cases.of(CASES.size()),
          "a condition with the server's words and what to do; the same report once it is lifted",
          RefusalsIT.class);

  static final FaultRow PODS =
      new FaultRow(
          "Pod Security refuses the pods",
          "the namespace enforces `restricted`",
          FaultRow.Cases.of(1),
          "`Error` for each node with the server's words, and the scan ends",
          RefusalsIT.class);

  private static String policy(String group, String resource) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: faults}
    spec:
      matchConstraints:
        resourceRules:
          - {apiGroups: ['%s'], apiVersions: [v1], operations: [CREATE], resources: ['%s']}
      validations: [{expression: 'false', message: not on a Thursday}]
    """
        .formatted(group, resource);
  }

  static List<Case> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void untilItIsLifted(Case tried, Laboratory laboratory) {
    var forbids = laboratory.admin().load(stream(tried.yaml()));
    forbids.create();
    try {
      awaitRefused(laboratory, tried.refused());
      laboratory.apply("");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(laboratory.conditions()).anyMatch(c -> c.contains(tried.told())));
    } finally {
      forbids.delete();
    }
    laboratory.assertUndisturbed(tried.name());
  }

  @Test
  void podSecurity(Laboratory laboratory) {
    enforce(laboratory, "restricted");
    try {
      awaitRefused(laboratory, POD);
      laboratory.apply("");
      var nodes = laboratory.awaitStatus(Laboratory::isFinished).nodes();
      assertThat(nodes).isNotNull();
      assertThat(nodes.evaluated()).isZero();
      assertThat(nodes.notEvaluatedReasons())
          .flatExtracting(reason -> reason.nodes())
          .extracting(node -> node.message())
          .hasSize(Laboratory.NODES.size())
          .allMatch(
              message -> message.contains("RequestDenied") && message.contains("PodSecurity"));
      laboratory.assertTidy();
    } finally {
      enforce(laboratory, "privileged");
    }
  }

  private static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** What was made a moment ago is not in force yet. */
  private static void awaitRefused(Laboratory laboratory, String yaml) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              try {
                laboratory.admin().load(stream(yaml)).dryRun().create();
                return false;
              } catch (KubernetesClientException e) {
                return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                    || e.getCode() == UNPROCESSABLE;
              }
            });
  }

  private static void enforce(Laboratory laboratory, String level) {
    laboratory
        .admin()
        .namespaces()
        .withName(ControlPlane.NAMESPACE)
        .edit(
            (Namespace namespace) -> {
              namespace
                  .getMetadata()
                  .getLabels()
                  .putAll(Map.of("pod-security.kubernetes.io/enforce", level));
              return namespace;
            });
  }
}
