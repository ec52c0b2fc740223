package dev.plumbline.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntimeFactory;
import dev.plumbline.report.model.ComplianceAttestationSpec;
import dev.plumbline.report.model.ComplianceWaiverSpec;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that the API server validates waivers and attestations with. */
class ApprovalRulesTest {

  private static boolean holds(String rule, Map<String, Object> self) {
    try {
      var compiler =
          CelCompilerFactory.standardCelCompilerBuilder()
              .addVar("self", MapType.create(SimpleType.STRING, SimpleType.DYN))
              .build();
      return (Boolean)
          CelRuntimeFactory.legacyCelRuntimeBuilder()
              .setStandardEnvironmentEnabled(true)
              .build()
              .createProgram(compiler.compile(rule).getAst())
              .eval(Map.of("self", self));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(rule, e);
    }
  }

  private static List<String> broken(Class<?> spec, Map<String, Object> self) {
    return Arrays.stream(spec.getAnnotationsByType(ValidationRule.class))
        .filter(rule -> !holds(rule.value(), self))
        .map(ValidationRule::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-05-31, true",
    "2027-04-31, false",
    "2027-11-31, false",
    "2027-12-31, true",
    "2027-02-28, true",
    "2027-02-29, false",
    "2027-02-30, false",
    "2028-02-29, true",
    "2028-02-30, false",
    "2100-02-29, false",
    "2400-02-29, true",
    "2000-02-29, true",
    "2999-12-31, true",
  })
  void expiresIsADayOfTheCalendar(String day, boolean valid) {
    assertThat(broken(ComplianceWaiverSpec.class, Map.of("expires", day)).isEmpty())
        .isEqualTo(valid);
    assertThat(
            broken(ComplianceAttestationSpec.class, Map.of("date", "1999-01-01", "expires", day))
                .isEmpty())
        .isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({"2027-01-01, 2027-01-02, true", "2027-01-01, 2027-01-01, false"})
  void attestationExpiresAfterItsDate(String date, String expires, boolean valid) {
    assertThat(
            broken(ComplianceAttestationSpec.class, Map.of("date", date, "expires", expires))
                .isEmpty())
        .isEqualTo(valid);
  }
}
