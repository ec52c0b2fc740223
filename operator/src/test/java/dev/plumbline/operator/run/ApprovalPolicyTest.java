package dev.plumbline.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admission policy lets in approvals by who makes the request, and by nobody else. */
class ApprovalPolicyTest {

  private static final AdmissionPolicy POLICY = AdmissionPolicy.named("plumbline-approvals");
  private static final String WAIVER =
      """
      metadata: {name: w, labels: {team: %s}}
      spec: {control: a, reason: %s, approvedBy: '%s', expires: '2027-01-01'}
      """;

  private static Map<String, Object> waiver(String team, String reason, String approvedBy) {
    return AdmissionPolicy.map(WAIVER.formatted(team, reason, approvedBy));
  }

  private static Optional<String> denial(
      String user, Map<String, Object> object, Optional<Map<String, Object>> old) {
    return POLICY.denial(user, "compliancewaivers", object, old, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "system:serviceaccount:flux-system:approvals", "CN=Ada O'Neill"})
  void createdInOnesOwnName(String user) {
    Map<String, Object> waiver =
        AdmissionPolicy.map(WAIVER.formatted("a", "r", user.replace("'", "''")));
    assertThat(denial(user, waiver, Optional.empty())).isEmpty();
  }

  @Test
  void notCreatedInTheNameOfAnother() {
    assertThat(denial("bob", waiver("a", "r", "ada"), Optional.empty())).isPresent();
    assertThat(denial("bob", waiver("a", "r", ""), Optional.empty())).isPresent();
    assertThat(denial("bob", waiver("a", "r", "Bob"), Optional.empty())).isPresent();
  }

  @Test
  void notCreatedWithoutAName() {
    Map<String, Object> nobody = AdmissionPolicy.map("spec: {control: a}");
    assertThat(denial("bob", nobody, Optional.empty())).isPresent();
  }

  @Test
  void whoChangesTheSpecApprovesTheWhole() {
    Map<String, Object> adas = waiver("a", "r", "ada");
    assertThat(denial("bob", waiver("a", "another", "ada"), Optional.of(adas))).isPresent();
    assertThat(denial("bob", waiver("a", "r", "carol"), Optional.of(adas))).isPresent();
    assertThat(denial("bob", waiver("a", "another", "bob"), Optional.of(adas))).isEmpty();
    assertThat(denial("ada", waiver("a", "another", "ada"), Optional.of(adas))).isEmpty();
  }

  @Test
  void labelsAreChangedByAnybodyWhoMay() {
    assertThat(denial("bob", waiver("another", "r", "ada"), Optional.of(waiver("a", "r", "ada"))))
        .isEmpty();
  }

  @Test
  void refusalSaysWhatToWrite() {
    assertThat(POLICY.messages("bob", waiver("a", "r", "ada")))
        .containsExactly(
            "spec.approvedBy must be the user who makes the request: write \"bob\" instead of"
                + " \"ada\".");
    assertThat(POLICY.messages("bob", AdmissionPolicy.map("spec: {control: a}")))
        .containsExactly(
            "spec.approvedBy must be the user who makes the request: write \"bob\" instead of"
                + " \"\".");
  }
}
