package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods as the API server returns them, and as expressions read them. */
class PodsTest {

  private static Map<String, Object> describe(String spec) {
    return describe(spec, Set.of());
  }

  private static Map<String, Object> describe(String spec, Set<String> mountNothing) {
    Pod pod =
        Serialization.unmarshal(
            "metadata: {name: web, namespace: shop}\nspec:\n" + spec.indent(2), Pod.class);
    return Pods.describe(pod, mountNothing);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> containers(Map<String, Object> pod) {
    return (List<Map<String, Object>>) Objects.requireNonNull(pod.get("containers"));
  }

  private static Map<String, Object> container(String securityContext) {
    return containers(
            describe("containers: [{name: app, securityContext: " + securityContext + "}]"))
        .get(0);
  }

  @Test
  void defaultsAreThoseOfTheApi() {
    Map<String, Object> pod = describe("containers: [{name: app}]");
    assertThat(pod)
        .containsEntry("name", "web")
        .containsEntry("namespace", "shop")
        .containsEntry("serviceAccount", "default")
        .containsEntry("tokenMounted", true)
        .containsEntry("hostPID", false)
        .containsEntry("hostIPC", false)
        .containsEntry("hostNetwork", false)
        .containsEntry("windowsHostProcess", false)
        .containsEntry("hostPaths", List.of())
        .containsEntry("seccomp", false);
    assertThat(containers(pod).get(0))
        .containsEntry("name", "app")
        .containsEntry("privileged", false)
        .containsEntry("allowPrivilegeEscalation", true)
        .containsEntry("runAsNonRoot", false)
        .containsEntry("added", List.of())
        .containsEntry("dropped", List.of())
        .containsEntry("hostPorts", List.of())
        .containsEntry("secretEnvironment", false);
  }

  @Test
  void hostNamespacesAndPathsAreRead() {
    assertThat(
            describe(
                """
                hostPID: true
                hostIPC: true
                hostNetwork: true
                volumes:
                  - {name: a, hostPath: {path: /etc}}
                  - {name: b, emptyDir: {}}
                containers: [{name: app}]
                """))
        .containsEntry("hostPID", true)
        .containsEntry("hostIPC", true)
        .containsEntry("hostNetwork", true)
        .containsEntry("hostPaths", List.of("/etc"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                  RuntimeDefault, true",
    "'',                                  Unconfined,     false",
    "'seccompProfile: {type: Unconfined}',RuntimeDefault, false",
    "'seccompProfile: {type: Localhost}', Unconfined,     true",
    "'seccompProfile: {type: RuntimeDefault}', '',        true",
    "'',                                  '',             false",
  })
  void seccompProfileOfAContainerReplacesThatOfThePod(
      String container, String pod, boolean confined) {
    String spec =
        "securityContext: {"
            + (pod.isEmpty() ? "" : "seccompProfile: {type: " + pod + "}")
            + "}\ncontainers: [{name: app, securityContext: {"
            + container
            + "}}]";
    assertThat(describe(spec)).containsEntry("seccomp", confined);
  }

  @ParameterizedTest
  @ValueSource(strings = {"containers", "initContainers", "ephemeralContainers"})
  void oneUnconfinedContainerOfAnyKindMakesThePodUnconfined(String kind) {
    String own = kind.equals("containers") ? "" : "containers: [{name: app}]\n";
    assertThat(
            describe(
                "securityContext: {seccompProfile: {type: RuntimeDefault}}\n"
                    + own
                    + kind
                    + ": [{name: x, securityContext: {seccompProfile: {type: Unconfined}}}]"))
        .containsEntry("seccomp", false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"containers", "initContainers", "ephemeralContainers"})
  void containersOfEveryKindAreRead(String kind) {
    String own = kind.equals("containers") ? "" : "containers: [{name: app}]\n";
    Map<String, Object> pod =
        describe(
            own
                + kind
                + """
                :
                  - name: x
                    securityContext:
                      privileged: true
                      capabilities: {add: [NET_ADMIN], drop: [ALL]}
                    ports: [{containerPort: 80, hostPort: 8080}, {containerPort: 81}]
                    env: [{name: P, valueFrom: {secretKeyRef: {name: s, key: k}}}]
                """);
    assertThat(containers(pod))
        .filteredOn(container -> "x".equals(container.get("name")))
        .singleElement()
        .satisfies(
            container ->
                assertThat(container)
                    .containsEntry("privileged", true)
                    .containsEntry("allowPrivilegeEscalation", true)
                    .containsEntry("added", List.of("NET_ADMIN"))
                    .containsEntry("dropped", List.of("ALL"))
                    .containsEntry("hostPorts", List.of(8080L))
                    .containsEntry("secretEnvironment", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"containers", "initContainers", "ephemeralContainers"})
  void hostProcessOfAContainerOfAnyKindIsRead(String kind) {
    String own = kind.equals("containers") ? "" : "containers: [{name: app}]\n";
    assertThat(
            describe(
                own
                    + kind
                    + ": [{name: x, securityContext: {windowsOptions: {hostProcess: true}}}]"))
        .containsEntry("windowsHostProcess", true);
  }

  @Test
  void hostProcessOfThePodIsRead() {
    assertThat(
            describe(
                "securityContext: {windowsOptions: {hostProcess: true}}\n"
                    + "containers: [{name: app}]"))
        .containsEntry("windowsHostProcess", true);
  }

  @Test
  void runAsNonRootIsTakenFromTheContainerThenFromThePod() {
    assertThat(container("{runAsNonRoot: true}")).containsEntry("runAsNonRoot", true);
    assertThat(container("{runAsUser: 1000}")).containsEntry("runAsNonRoot", true);
    assertThat(container("{runAsUser: 0}")).containsEntry("runAsNonRoot", false);
    Map<String, Object> pod =
        describe(
            """
            securityContext: {runAsNonRoot: true, runAsUser: 1000}
            containers:
              - {name: inherits}
              - {name: overrides, securityContext: {runAsNonRoot: false, runAsUser: 0}}
            """);
    assertThat(containers(pod).get(0)).containsEntry("runAsNonRoot", true);
    assertThat(containers(pod).get(1)).containsEntry("runAsNonRoot", false);
  }

  @Test
  void privilegeEscalationIsAllowedUnlessTheContainerForbidsIt() {
    assertThat(container("{allowPrivilegeEscalation: false}"))
        .containsEntry("allowPrivilegeEscalation", false);
    assertThat(container("{allowPrivilegeEscalation: false, privileged: true}"))
        .containsEntry("allowPrivilegeEscalation", true);
  }

  @Test
  void tokenIsMountedUnlessThePodOrItsAccountSaysOtherwise() {
    String spec = "serviceAccountName: robot\ncontainers: [{name: app}]\n";
    assertThat(describe(spec, Set.of("shop/robot"))).containsEntry("tokenMounted", false);
    assertThat(describe(spec, Set.of("other/robot"))).containsEntry("tokenMounted", true);
    assertThat(describe(spec + "automountServiceAccountToken: true", Set.of("shop/robot")))
        .containsEntry("tokenMounted", true);
    assertThat(describe(spec + "automountServiceAccountToken: false", Set.of()))
        .containsEntry("tokenMounted", false);
  }

  @Test
  void secretsReadByEnvFromCount() {
    assertThat(
            containers(
                    describe("containers: [{name: app, envFrom: [{secretRef: {name: secrets}}]}]"))
                .get(0))
        .containsEntry("secretEnvironment", true);
  }
}
