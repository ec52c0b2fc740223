package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what an object holds is a reason that proves anything. */
class DenialTest {

  private static final String NAME = "plumbline-admission-probe";

  private static Denial of(String message) {
    return Denial.of(
        message.replace("POD", "pods \"" + NAME + "\""), DryRunObject.pod("shop", "i"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Admission | POD is forbidden: violates PodSecurity \"baseline:latest\": hostPID=true",
        "Admission | POD is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
        "Admission | admission webhook \"a.example.com\" denied the request: no",
        "Admission | admission webhook \"a.example.com\" denied the request without explanation",
        "Admission | Pod \"plumbline-admission-probe\" is invalid: spec.containers[0].securityContext.privileged:"
            + " Forbidden: disallowed by cluster policy",
        "Rights | pods is forbidden: User \"u\" cannot create resource \"pods\" in API group \"\"",
        "Quota | POD is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0",
        "Quota | POD is forbidden: failed quota: q: must specify limits.cpu",
        "Account | POD is forbidden: error looking up service account shop/default: not found",
        "Terminating | POD is forbidden: unable to create new content in namespace shop because it is"
            + " being terminated",
        "NoDryRun | admission webhook \"a.example.com\" does not support dry run",
        "Other | Pod \"plumbline-admission-probe\" is invalid: spec.os: Unsupported value",
        "Other | POD is forbidden: not yet ready to handle request",
        "Other | namespaces \"shop\" not found",
        "Other | pods \"another\" is forbidden: violates PodSecurity",
        "Other | the server has received too many requests and has asked us to try again later",
        "Other | ''",
      })
  void messagesTell(Denial expected, String message) {
    assertThat(of(message)).isEqualTo(expected);
  }

  /** Whoever names an object or a policy chooses words, and must not choose the cause. */
  @ParameterizedTest
  @CsvSource({
    "x admission webhook \"a\" denied the request",
    "POD is forbidden and admission webhook \"a\" denied the request",
    "denied the request",
  })
  void wordsElsewhereInAMessageAreNoDenial(String message) {
    assertThat(of(message)).isEqualTo(Denial.Other);
  }
}
