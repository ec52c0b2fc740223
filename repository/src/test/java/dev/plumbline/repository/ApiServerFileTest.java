package dev.plumbline.repository;

import static dev.plumbline.engine.finding.Status.Error;
import static dev.plumbline.engine.finding.Status.Fail;
import static dev.plumbline.engine.finding.Status.Manual;
import static dev.plumbline.engine.finding.Status.NotApplicable;
import static dev.plumbline.engine.finding.Status.Pass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Status;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerFileTest {

  private static final String GROUP = "apiVersion: apiserver.config.k8s.io/v1\nkind: ";

  private static Check encryption(String providers) {
    return Check.text(
        GROUP
            + "EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n"
            + providers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pass | - secretbox: {keys: [{name: a, secret: c2VjcmV0}]}",
        "Pass | - kms: {apiVersion: v2, name: a, endpoint: unix:///a}",
        "Fail | - aesgcm: {keys: [{name: a, secret: c2VjcmV0}]}",
        "Fail | - identity: {}",
      })
  void theFirstProviderForSecretsCounts(String status, String provider) {
    encryption("  " + provider + "\n  - aescbc: {keys: []}\n")
        .has(Status.valueOf(status), "1.2.28");
  }

  @Test
  void aFileByItselfSaysNothingOfFlags() {
    Check check = encryption("  - identity: {}\n");
    check.has(NotApplicable, "1.2.27", "1.2.6", "1.2.15", "3.2.1");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void keysAreNoEvidence() {
    Check check = encryption("  - aescbc: {keys: [{name: a, secret: dG9wc2VjcmV0}]}\n");
    assertThat(check.evidence().toString()).doesNotContain("dG9wc2VjcmV0");
    assertThat(check.findings().toString()).doesNotContain("dG9wc2VjcmV0");
  }

  @Test
  void theOldKindIsReadToo() {
    Check.text(
            """
            apiVersion: v1
            kind: EncryptionConfig
            resources:
            - resources: [configmaps]
              providers: [{aescbc: {}}]
            """)
        .has(Fail, "1.2.28")
        .says("1.2.28", "No entry of the encryption configuration covers Secrets");
  }

  @Test
  void anEncryptedSecretOfAFileIsNoProblem() {
    Check check =
        Check.text(
            GROUP
                + "EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n"
                + "  - secretbox: {keys: [{name: a, secret: 'ENC[AES256_GCM,data:x]'}]}\n");
    check.has(Pass, "1.2.28");
    assertThat(check.problems()).isEmpty();
  }

  @Test
  void aPlaceholderForTheProviderIsAnError() {
    encryption("  - ${PROVIDER}: {}\n").has(Error, "1.2.28").says("1.2.28", "placeholder");
  }

  @Test
  void levelsOfAnAuditPolicyCount() {
    Check.text("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n")
        .has(Pass, "3.2.1", "3.2.2")
        .has(NotApplicable, "1.2.16", "1.2.17");
  }

  @Test
  void aPlaceholderForALevelIsAnError() {
    Check.text("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: '${LEVEL}'}]\n")
        .has(Error, "3.2.1");
  }

  @Test
  void otherPoliciesAreNot() {
    Check check = Check.text("apiVersion: kyverno.io/v1\nkind: Policy\nrules: [{level: None}]\n");
    assertThat(check.evidence().components()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Node RBAC, Pass, Pass", "RBAC, Pass, Fail", "AlwaysAllow, Fail, Fail"})
  void authorizersCount(String types, String notAlwaysAllow, String node) {
    StringBuilder text = new StringBuilder(GROUP + "AuthorizationConfiguration\nauthorizers:\n");
    for (String type : types.split(" ", -1)) {
      text.append("- {type: ")
          .append(type)
          .append(", name: ")
          .append(type.toLowerCase(Locale.ROOT))
          .append("}\n");
    }
    Check.text(text.toString())
        .has(Status.valueOf(notAlwaysAllow), "1.2.6")
        .has(Status.valueOf(node), "1.2.7")
        .has(NotApplicable, "1.2.15");
  }

  @Test
  void anAuthorizationConfigurationThatIsRefusedIsAnErrorAtItsLine() {
    Check.text(GROUP + "AuthorizationConfiguration\nauthorizers:\n- {kind: RBAC}\n")
        .has(Error, "1.2.6")
        .says("1.2.6", "line 4");
  }

  @Test
  void anonymousAuthenticationInAFileCounts() {
    Check.text(GROUP + "AuthenticationConfiguration\nanonymous: {enabled: false}\n")
        .has(Pass, "1.2.1");
    Check.resource("cases/unread-kinds/kinds/authn.yaml").has(Manual, "1.2.1");
  }

  @Test
  void jwtIssuersAloneSayNothingOfAnonymousAuthentication() {
    Check.text(GROUP + "AuthenticationConfiguration\njwt: [{issuer: {url: 'https://a'}}]\n")
        .hasNot(Pass, "1.2.1");
  }

  @Test
  void podSecurityInAnotherFileIsDecidedThere() {
    String admission = GROUP + "AdmissionConfiguration\nplugins:\n";
    assertThat(
            Check.text(admission + "- {name: PodSecurity, path: pss.yaml}\n")
                .evidence()
                .components())
        .isEmpty();
    assertThat(Check.text(admission + "- {name: EventRateLimit, path: e.yaml}\n").problems())
        .isEmpty();
    assertThat(
            Check.text(
                    """
                    apiVersion: pod-security.admission.config.k8s.io/v1
                    kind: PodSecurityConfiguration
                    defaults: {enforce: baseline}
                    """)
                .evidence()
                .components())
        .hasSize(1);
  }

  @Test
  void otherDocumentsOfTheFileKeepTheirLines() {
    Check.text(
            "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n---\n"
                + GROUP
                + "EncryptionConfiguration\nresources:\n- resources: [secrets]\n"
                + "  providers: [{identity: {}}]\n")
        .has(Pass, "3.2.1")
        .has(Fail, "1.2.28");
  }
}
