package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the words of API servers, webhooks and controllers. */
class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|jobs.batch \"s\" is forbidden: exceeded quota: q, requested: count/jobs.batch=1, used:"
            + " count/jobs.batch=0, limited: count/jobs.batch=0|QuotaExceeded",
        "403|pods \"s\" is forbidden: failed quota: q: must specify limits.memory|QuotaExceeded",
        "403|jobs.batch is forbidden: User"
            + " \"system:serviceaccount:plumbline-system:plumbline-operator\" cannot create"
            + " resource \"jobs\" in API group \"batch\"|RequestForbidden",
        "401|Unauthorized|RequestForbidden",
        "403|admission webhook \"validation.gatekeeper.sh\" denied the request:"
            + " [no-host-path]|RequestDenied",
        "400|admission webhook \"validate.kyverno.svc-fail\" denied the request: no|RequestDenied",
        "422|jobs.batch \"s\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied"
            + " request: no|RequestDenied",
        "403|jobs.batch \"s\" is forbidden: ValidatingAdmissionPolicy 'plumbline-workloads' with"
            + " binding 'plumbline-workloads' denied request: no|RequestDeniedByOwnPolicy",
        "403|pods \"s\" is forbidden: violates PodSecurity \"restricted:latest\":"
            + " hostPath|RequestDenied",
        "403|pods \"s\" is forbidden: maximum memory usage per Container is 128Mi, but limit is"
            + " 256Mi|RequestDenied",
        "403|jobs.batch \"s\" is forbidden: unable to create new content in namespace x because it"
            + " is being terminated|APIServerUnavailable",
        "409|Operation cannot be fulfilled: the object has been modified|RequestConflict",
        "410|The provided continue parameter is too old|RequestConflict",
        "413|Request entity too large: limit is 3145728|RequestTooLarge",
        "422|ConfigMap \"c\" is invalid: []: Too long: may not be more than 1048576"
            + " bytes|RequestTooLarge",
        "500|etcdserver: request is too large|RequestTooLarge",
        "422|ComplianceReport is invalid: status.summary: Required value|RequestInvalid",
        "429|the server has received too many requests|APIServerUnavailable",
        "500|Internal error occurred: failed calling webhook \"w\": connection"
            + " refused|APIServerUnavailable",
        "503|apiserver not ready|APIServerUnavailable",
        "0|An error has occurred: timeout|APIServerUnavailable",
      })
  void answersOfTheApiServerAreToldApart(int code, String message, Refusal.Kind kind) {
    assertThat(Refusal.of(new KubernetesClientException(message, code, null)).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error creating: pods \"s\" is forbidden: violates PodSecurity"
            + " \"baseline:v1.36\"|RequestDenied",
        "Error creating: pods \"s\" is forbidden: ValidatingAdmissionPolicy 'plumbline-workloads'"
            + " with binding 'plumbline-workloads' denied request: no|RequestDeniedByOwnPolicy",
        "Error creating: admission webhook \"w\" denied the request: no|RequestDenied",
        "Error creating: pods \"s\" is forbidden: exceeded quota: q, requested:"
            + " pods=1|QuotaExceeded",
        "Error creating: pods \"s\" is forbidden: error looking up service account"
            + " plumbline-system/plumbline-collector: not found|APIServerUnavailable",
        "Error creating: Internal error occurred: failed calling webhook \"w\": connect: permission"
            + " denied|APIServerUnavailable",
        "Error creating: Timeout: request did not complete|APIServerUnavailable",
      })
  void eventsOfTheJobControllerAreToldApart(String message, Refusal.Kind kind) {
    assertThat(Refusal.reported(message).kind()).isEqualTo(kind);
  }

  @Test
  void whatToDoFollowsTheServersWords() {
    assertThat(new Refusal(Refusal.Kind.QuotaExceeded, "exceeded quota: q").withRemedy())
        .isEqualTo("exceeded quota: q. What to do: raise the quota of the operator's namespace");
    assertThat(new Refusal(Refusal.Kind.QuotaExceeded, "It is full.").withRemedy())
        .isEqualTo("It is full. What to do: raise the quota of the operator's namespace");
  }

  @Test
  void theCauseOfAnExceptionCounts() {
    Exception wrapped =
        new IllegalStateException(new KubernetesClientException("exceeded quota: q", 403, null));
    assertThat(Refusal.of(wrapped).kind()).isEqualTo(Refusal.Kind.QuotaExceeded);
  }

  @Test
  void aFaultOfTheOperatorRepeatsNothingOfANode() {
    assertThat(Refusal.of(new IllegalStateException("a secret of the node")))
        .isEqualTo(new Refusal(Refusal.Kind.InternalError, "IllegalStateException"));
  }

  @Test
  void wordsAreBoundedAndOnOneLine() {
    Refusal refusal = Refusal.reported("a\n\u202Eb" + "x".repeat(5_000));
    assertThat(refusal.message()).startsWith("a \uFFFDbx").hasSize(501).endsWith("…");
  }
}
