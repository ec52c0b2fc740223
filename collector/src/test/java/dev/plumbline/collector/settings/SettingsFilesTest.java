package dev.plumbline.collector.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.FileTimes;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.ReferencedFile.AbacPolicy;
import dev.plumbline.evidence.ReferencedFile.AbacRule;
import dev.plumbline.evidence.ReferencedFile.Authorization;
import dev.plumbline.evidence.ReferencedFile.Unreadable;
import dev.plumbline.evidence.Setting;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken of configuration files, and what stays on the node. */
class SettingsFilesTest {

  private static FileContent.Text text(String text) {
    FileTimes times = new FileTimes(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    return new FileContent.Text("/host/file", text, times);
  }

  private static String settings(ReferencedFile file) {
    assertThat(file).isInstanceOf(ReferencedFile.Document.class);
    return ((ReferencedFile.Document) file)
        .settings().stream()
            .map(setting -> setting.path() + "=" + setting.value())
            .collect(Collectors.joining(" "));
  }

  @Test
  void onlySettingsThatControlsAskForAreTaken() {
    ReferencedFile file =
        ConfigSchema.KUBELET.parse(
            "/f",
            text(
                """
                kind: KubeletConfiguration
                readOnlyPort: 0
                staticPodURLHeader: {Authorization: [hunter2]}
                featureGates: {A: true}
                authentication.anonymous.enabled: true
                tlsCipherSuites: [X, Y]
                authorization: {}
                """));
    assertThat(settings(file))
        .isEqualTo(
            "readOnlyPort=0 featureGates.A=true tlsCipherSuites.0=X tlsCipherSuites.1=Y"
                + " authorization=");
    assertThat(file.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{readOnlyPort: 0, staticPodURLHeader: {Authorization: [hunter2]}}",
        "{\"readOnlyPort\": 0, \"staticPodURLHeader\": {\"Authorization\": [\"hunter2\"]}}",
        "readOnlyPort: 0\nauthorization: {mode: Webhook, webhook: {token: hunter2}}\n",
      })
  void aLineThatASettingSharesIsNoExcerpt(String config) {
    ReferencedFile file = ConfigSchema.KUBELET.parse("/f", text(config));
    assertThat(settings(file)).contains("readOnlyPort=0");
    assertThat(file.toString()).doesNotContain("hunter2");
  }

  @Test
  void anExcerptHoldsTheLinesOfSettings() {
    ReferencedFile.Document file =
        (ReferencedFile.Document)
            ConfigSchema.KUBELET.parse(
                "/f", text("kind: KubeletConfiguration\nreadOnlyPort: 0\nsecret: x\n"));
    assertThat(file.excerpt().lines())
        .contains(new Excerpt.Line(2, "readOnlyPort: 0"))
        .doesNotContain(new Excerpt.Line(3, "secret: x"));
  }

  @Test
  void keysOfEncryptionStayOnTheNode() {
    ReferencedFile file =
        ConfigSchema.ENCRYPTION.parse(
            "/f",
            text(
                "resources:\n- resources: [secrets]\n  providers:\n  - aescbc: {keys: [{secret: hunter2}]}\n"));
    assertThat(settings(file))
        .isEqualTo("resources.0.resources.0=secrets resources.0.providers.0.aescbc=");
  }

  @ParameterizedTest
  @EnumSource(ConfigSchema.class)
  void whatIsNoDocumentIsUnreadable(ConfigSchema schema) {
    assertThat(schema.parse("/f", text("- a\n")))
        .isInstanceOfSatisfying(
            Unreadable.class, f -> assertThat(f.why()).startsWith("/host/file line 1 "));
    assertThat(schema.parse("/f", text("{a: ["))).isInstanceOf(Unreadable.class);
  }

  @Test
  void tooManySettingsAreRefused() {
    String gates =
        java.util.stream.IntStream.range(0, 3000)
            .mapToObj(i -> "  G" + i + ": true\n")
            .collect(Collectors.joining());
    assertThat(ConfigSchema.KUBELET.parse("/f", text("featureGates:\n" + gates)))
        .isInstanceOfSatisfying(
            Unreadable.class, f -> assertThat(f.why()).contains("more settings"));
  }

  @Test
  void settingsAreNotMadeUpByNames() throws Exception {
    Setting.Kind kind =
        ((ReferencedFile.Document)
                ConfigSchema.KUBELET.parse(
                    "/f", text("tlsCipherSuites: {\"0\": X}\nmaxPods: \"1\"\n")))
            .settings()
            .get(0)
            .kind();
    assertThat(kind).isEqualTo(Setting.Kind.STRING);
  }

  /** Rules for requests without credentials are evidence; whom others name is not (B13). */
  @Test
  void abacRulesOfNamedUsersStayOnTheNode() {
    ReferencedFile file =
        AbacFile.parse(
            "/f",
            text(
                """
                # comment

                {"user": "alice", "resource": "*"}
                {"user": "*", "group": "admins", "resource": "pods"}
                {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"system:anonymous","apiGroup":"*"}}
                {"group": "system:masters"}
                """));
    assertThat(((AbacPolicy) file).rules())
        .containsExactly(
            new AbacRule(4, "v0", "*", "(named)", "", "pods", ""),
            new AbacRule(5, "v1beta1", "system:anonymous", "", "", "", "*"),
            new AbacRule(6, "v0", "", "system:masters", "", "", ""));
    assertThat(file.toString()).doesNotContain("alice", "admins");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"user\": 1}",
        "{\"apiVersion\": \"v2\", \"kind\": \"Policy\", \"spec\": {}}",
        "{\"apiVersion\":\"abac.authorization.kubernetes.io/v1beta1\",\"kind\":\"Policy\",\"spec\":[]}",
        "{\"user\": \"a\", \"user\": \"b\"}"
      })
  void abacLinesThatTheApiServerRefuses(String line) {
    assertThat(AbacFile.parse("/f", text("{}\n" + line)))
        .isInstanceOfSatisfying(
            Unreadable.class, f -> assertThat(f.why()).startsWith("/host/file line 2 "));
  }

  @Test
  void authorizersAreTakenWithoutAddresses() {
    ReferencedFile file =
        AuthorizationFile.parse(
            "/f",
            text(
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthorizationConfiguration
                authorizers:
                - type: Webhook
                  name: w
                  webhook:
                    failurePolicy: Deny
                    connectionInfo: {type: KubeConfigFile, kubeConfigFile: /hunter2}
                - {type: RBAC, name: r}
                """));
    Authorization authorization = (Authorization) file;
    assertThat(authorization.authorizers()).extracting("type").containsExactly("Webhook", "RBAC");
    assertThat(authorization.authorizers().get(0).settings())
        .containsEntry("failurePolicy", "Deny")
        .containsEntry("connectionInfo.type", "KubeConfigFile");
    assertThat(file.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: Other",
        "kind: AuthorizationConfiguration\nunknown: x",
        "kind: AuthorizationConfiguration\nauthorizers: x",
        "kind: AuthorizationConfiguration\nauthorizers: [{type: RBAC, unknown: x}]",
        "kind: AuthorizationConfiguration\nauthorizers: [{type: Webhook, webhook: {unknown: x}}]",
      })
  void authorizationFilesThatTheApiServerRefuses(String config) {
    assertThat(AuthorizationFile.parse("/f", text(config))).isInstanceOf(Unreadable.class);
  }

  @Test
  void certificatesAreFingerprints() {
    assertThat(Certificates.parse("/f", text("-----BEGIN CERTIFICATE-----\nx\n")))
        .isInstanceOf(Unreadable.class);
    assertThat(Certificates.parse("/f", text("")))
        .isEqualTo(new ReferencedFile.Present("/f", "/host/file", java.util.List.of()));
  }
}
