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

/** The fields that the Pod Security Standards restrict. */
class PodSecurityTest {

  private static Map<String, Object> describe(String yaml) {
    return Pods.describe(Serialization.unmarshal(yaml, Pod.class), Set.of());
  }

  private static Map<String, Object> spec(String spec) {
    return describe("metadata: {name: web, namespace: shop}\nspec:\n" + spec.indent(2));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> container(Map<String, Object> pod) {
    return ((List<Map<String, Object>>) Objects.requireNonNull(pod.get("containers"))).get(0);
  }

  @Test
  void defaultsAreThoseOfTheApi() {
    Map<String, Object> pod = spec("containers: [{name: app, image: nginx}]");
    assertThat(pod)
        .containsEntry("labels", Map.of())
        .containsEntry("windows", false)
        .containsEntry("userNamespace", false)
        .containsEntry("volumes", List.of())
        .containsEntry("sysctls", List.of())
        .containsEntry("appArmor", List.of())
        .containsEntry("seLinux", List.of())
        .containsEntry("seccompProfiles", List.of())
        .containsEntry("nonRootRefused", false)
        .containsEntry("user", -1L);
    assertThat(container(pod))
        .containsEntry("image", "nginx")
        .containsEntry("procMount", "Default")
        .containsEntry("user", -1L)
        .containsEntry("nonRootRequired", false)
        .containsEntry("seccompProfile", "")
        .containsEntry("readOnlyRoot", false)
        .containsEntry("probeHosts", List.of());
  }

  @Test
  void fieldsOfThePodAreRead() {
    assertThat(
            spec(
                """
                os: {name: windows}
                hostUsers: false
                securityContext:
                  runAsUser: 0
                  runAsNonRoot: false
                  sysctls: [{name: kernel.msgmax, value: "1"}]
                  appArmorProfile: {type: Unconfined}
                  seLinuxOptions: {type: spc_t, user: system_u}
                  seccompProfile: {type: RuntimeDefault}
                containers:
                  - name: app
                    securityContext:
                      seLinuxOptions: {role: sysadm_r}
                      seccompProfile: {type: Localhost, localhostProfile: a}
                """))
        .containsEntry("windows", true)
        .containsEntry("userNamespace", true)
        .containsEntry("user", 0L)
        .containsEntry("nonRootRefused", true)
        .containsEntry("sysctls", List.of("kernel.msgmax"))
        .containsEntry("appArmor", List.of("Unconfined"))
        .containsEntry(
            "seLinux",
            List.of(
                Map.of("type", "spc_t", "user", "system_u", "role", ""),
                Map.of("type", "", "user", "", "role", "sysadm_r")))
        .containsEntry("seccompProfiles", List.of("RuntimeDefault", "Localhost"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          emptyDir: {}                      | emptyDir
          hostPath: {path: /etc}            | hostPath
          nfs: {server: a, path: /}         | nfs
          image: {reference: a}             | image
          projected: {sources: []}          | projected
          persistentVolumeClaim: {claimName: a} | persistentVolumeClaim
          ephemeral: {}                     | ephemeral
          """)
  void volumeIsNamedByItsSource(String source, String type) {
    assertThat(spec("volumes: [{name: a, " + source + "}]\ncontainers: [{name: app}]"))
        .containsEntry("volumes", List.of(type));
  }

  @ParameterizedTest
  @CsvSource({
    "runtime/default, RuntimeDefault",
    "'', RuntimeDefault",
    "localhost/a, Localhost",
    "unconfined, unconfined"
  })
  void appArmorIsReadFromAnnotationsOfOlderReleases(String value, String profile) {
    assertThat(
            describe(
                """
                metadata:
                  name: web
                  namespace: shop
                  labels: {k8s-app: web, app.kubernetes.io/part-of: shop, team: a}
                  annotations: {container.apparmor.security.beta.kubernetes.io/app: '%s'}
                spec: {containers: [{name: app}]}
                """
                    .formatted(value)))
        .containsEntry("appArmor", List.of(profile))
        .containsEntry("labels", Map.of("k8s-app", "web", "app.kubernetes.io/part-of", "shop"));
  }

  @Test
  void containerHasWhatItsPodSetsUnlessItSaysOtherwise() {
    String pod =
        """
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        containers: [{name: app, securityContext: %s}]
        """;
    assertThat(container(spec(pod.formatted("{procMount: Unmasked, runAsUser: 5}"))))
        .containsEntry("nonRootRequired", true)
        .containsEntry("seccompProfile", "RuntimeDefault")
        .containsEntry("procMount", "Unmasked")
        .containsEntry("user", 5L);
    assertThat(
            container(
                spec(
                    pod.formatted(
                        "{runAsNonRoot: false, readOnlyRootFilesystem: true,"
                            + " seccompProfile: {type: Unconfined}}"))))
        .containsEntry("nonRootRequired", false)
        .containsEntry("readOnlyRoot", true)
        .containsEntry("seccompProfile", "Unconfined");
  }

  @ParameterizedTest
  @CsvSource({
    "'livenessProbe: {httpGet: {host: h, port: 1}}'",
    "'readinessProbe: {tcpSocket: {host: h, port: 1}}'",
    "'startupProbe: {httpGet: {host: h, port: 1}}'",
    "'lifecycle: {postStart: {httpGet: {host: h, port: 1}}}'",
    "'lifecycle: {preStop: {tcpSocket: {host: h, port: 1}}}'"
  })
  void hostsOfProbesAndHandlersAreRead(String field) {
    assertThat(container(spec("containers: [{name: app, " + field + "}]")))
        .containsEntry("probeHosts", List.of("h"));
    assertThat(container(spec("containers: [{name: app, " + field.replace("host: h, ", "") + "}]")))
        .containsEntry("probeHosts", List.of());
  }
}
