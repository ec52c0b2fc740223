package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A verdict stands where it does not depend on what is unknown, and nowhere else. */
class UnknownInputsTest {

  private static final Facts FACTS =
      new Facts.Builder()
          .put(InputRef.flag("on"), Fact.explicit(true))
          .put(InputRef.flag("off"), new Fact.Default(false, "v1.36.3"))
          .put(InputRef.flag("hidden-flag"), Fact.unknown("the flag is hidden"))
          .put(InputRef.flag("gone"), new Fact.Absent("there is no such flag"))
          .put(InputRef.config("a.known"), Fact.explicit(1L))
          .put(InputRef.config("a.hidden"), Fact.unknown("the field is hidden"))
          .put(InputRef.file("there"), Fact.explicit(List.of(Map.of("mode", 0600L, "path", "/x"))))
          .put(InputRef.file("hidden"), new Fact.OutOfScope("the file is out of scope"))
          .put(InputRef.file("absent"), new Fact.Absent("the file does not exist"))
          .put(InputRef.document("hidden"), Fact.unknown("the document is hidden"))
          .put(InputRef.admissionPlugin("A"), Fact.explicit(true))
          .put(InputRef.admissionPlugin("B"), Fact.unknown("the defaults are not known"))
          .put(InputRef.AUTHORIZERS, Fact.unknown("the modes are hidden"))
          .put(InputRef.cluster("clusterRoles"), Fact.unknown("forbidden"))
          .rest(InputRef.CLUSTER, i -> Fact.explicit(List.of()))
          .build();

  private static Outcome evaluate(String applies, String expression) {
    return CompiledControl.of(control(applies, expression)).evaluate(FACTS);
  }

  private static Control control(String applies, String expression) {
    return new Control(
        "test",
        "kube-apiserver",
        "Title",
        Severity.low,
        "Description",
        "Rationale",
        "Audit",
        "Remediation",
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        applies,
        expression,
        Control.OnViolation.Fail,
        "",
        FixSpec.none(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "flags['on'] == true; Satisfied",
        "flags['off'] == true; Violated",
        "flags['hidden-flag'] == true; Unknown",
        "flags['on'] == true || flags['hidden-flag'] == true; Satisfied",
        "flags['hidden-flag'] == true || flags['on'] == true; Satisfied",
        "flags['off'] == true && flags['hidden-flag'] == true; Violated",
        "flags['off'] == true || flags['hidden-flag'] == true; Unknown",
        "flags['on'] == true && flags['hidden-flag'] == true; Unknown",
        "flags['on'] ? true : flags['hidden-flag']; Satisfied",
        "!('hidden-flag' in flags) || flags['on']; Satisfied",
        "!('hidden-flag' in flags); Unknown",
        "'gone' in flags; Violated",
        "flags['gone'] == true; Failed",
        "config.a.known == 1; Satisfied",
        "config.a.hidden == 1; Unknown",
        "has(config.a.hidden); Unknown",
        "config.a.known == 2 && config.a.hidden == 1; Violated",
        "files['there'].all(f, noWiderThan(f, '600')); Satisfied",
        "files['hidden'].all(f, noWiderThan(f, '600')); Unknown",
        "files['absent'].all(f, noWiderThan(f, '600')); NotApplicable",
        "'hidden' in documents; Unknown",
        "admissionPlugins['A']; Satisfied",
        "admissionPlugins['B']; Unknown",
        "admissionPlugins['A'] || admissionPlugins['B']; Satisfied",
        "authorizers.exists(a, a.type == 'RBAC'); Unknown",
        "whoCan(cluster, 'get', '', 'secrets').size() == 0; Unknown",
        "cluster.pods.size() == 0; Satisfied",
      })
  void verdicts(String expression, String expected) {
    assertThat(evaluate("", expression).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void theCausesAreTheInputsThatItDependsOn() {
    assertThat(evaluate("", "flags['hidden-flag'] && config.a.known == 1"))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> assertThat(unknown.causes()).containsOnlyKeys(InputRef.flag("hidden-flag")));
  }

  @Test
  void whetherItAppliesMayBeUnknownToo() {
    assertThat(evaluate("flags['hidden-flag'] == true", "flags['on'] == true"))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(evaluate("flags['off'] == true", "flags['hidden-flag'] == true"))
        .isInstanceOf(Outcome.NotApplicable.class);
  }

  @Test
  void anExpressionWithoutAValueFailsAndIsNoVerdict() {
    assertThat(evaluate("", "flags['gone'] == true"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("gone"));
  }
}
