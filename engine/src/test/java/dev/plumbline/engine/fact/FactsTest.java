package dev.plumbline.engine.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.EvidenceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every input has a fact, whatever is listed. */
class FactsTest {

  private static final EvidenceRef HERE = new EvidenceRef("/x", 3, "text");
  private static final InputRef PROFILING = InputRef.flag("profiling");
  private static final InputRef OTHER = InputRef.flag("other");
  private static final Fact.Default BY_DEFAULT = new Fact.Default(true, "v1.36.3");

  private static Facts facts(InputRef input, Fact fact) {
    return new Facts.Builder()
        .put(input, fact)
        .rest(InputRef.FLAGS, i -> new Fact.Absent("no " + i.name()))
        .build();
  }

  @Test
  void aListedInputHasItsFactAndAnotherThatOfTheRest() {
    Facts facts = facts(PROFILING, BY_DEFAULT);
    assertThat(facts.of(PROFILING)).isEqualTo(BY_DEFAULT);
    assertThat(facts.of(OTHER)).isEqualTo(new Fact.Absent("no other"));
    assertThat(facts.value(PROFILING)).contains(true);
    assertThat(facts.value(OTHER)).isEmpty();
  }

  @Test
  void anInputOfAVariableWithoutEvidenceIsUnknown() {
    assertThat(facts(PROFILING, BY_DEFAULT).of(InputRef.file("config")))
        .isInstanceOfSatisfying(
            Fact.Unknown.class, fact -> assertThat(fact.why()).contains("files.config"));
  }

  @Test
  void onlyWhatIsUndeterminedIsSo() {
    assertThat(Fact.unknown("why").isUndetermined()).isTrue();
    assertThat(new Fact.OutOfScope("why").isUndetermined()).isTrue();
    assertThat(new Fact.Absent("where").isUndetermined()).isFalse();
    assertThat(BY_DEFAULT.isUndetermined()).isFalse();
    assertThat(Fact.explicit(1L).isUndetermined()).isFalse();
  }

  @Test
  void whereItWasObservedIsKnownOfWhatIsWritten() {
    assertThat(new Fact.Explicit(1L, List.of(HERE)).where()).containsExactly(HERE);
    assertThat(new Fact.Unknown("why", List.of(HERE)).where()).containsExactly(HERE);
    assertThat(BY_DEFAULT.where()).isEmpty();
    assertThat(new Fact.Absent("where").where()).isEmpty();
    assertThat(new Fact.OutOfScope("why").where()).isEmpty();
  }

  @Test
  void aPartOfAWholeHasItsOwnValueOrTheWholesReason() {
    InputRef whole = InputRef.config("authentication");
    InputRef part = InputRef.config("authentication.anonymous.enabled");
    Map<String, Object> value = Map.of("anonymous", Map.of("enabled", false));
    assertThat(facts(whole, new Fact.Explicit(value, List.of(HERE))).of(part))
        .isEqualTo(new Fact.Explicit(false, List.of(HERE)));
    assertThat(facts(whole, new Fact.Default(value, "v1")).of(part))
        .isEqualTo(new Fact.Default(false, "v1"));
    assertThat(facts(whole, Fact.explicit(Map.of())).of(part)).isInstanceOf(Fact.Absent.class);
    assertThat(facts(whole, Fact.unknown("hidden")).of(part)).isEqualTo(Fact.unknown("hidden"));
  }

  @Test
  void aWholeIsItsPartsWhereOnlyTheseAreListed() {
    InputRef one = InputRef.config("a.one");
    Facts facts =
        new Facts.Builder()
            .put(one, BY_DEFAULT)
            .put(InputRef.config("a.two"), Fact.unknown("why"))
            .put(InputRef.config("b"), BY_DEFAULT)
            .build();
    assertThat(facts.within(InputRef.config("a"))).containsOnlyKeys(one, InputRef.config("a.two"));
    assertThat(facts.within(one)).containsExactly(Map.entry(one, BY_DEFAULT));
    assertThat(facts.within(InputRef.config("c"))).containsOnlyKeys(InputRef.config("c"));
  }

  @Test
  void whereOnlyTheExplicitCountsDefaultsAndAbsenceAreDecidedElsewhere() {
    Facts facts =
        new Facts.Builder()
            .put(PROFILING, BY_DEFAULT)
            .put(OTHER, new Fact.Absent("nowhere"))
            .put(InputRef.flag("given"), Fact.explicit("x"))
            .put(InputRef.flag("hidden"), Fact.unknown("why"))
            .rest(InputRef.FLAGS, i -> new Fact.Absent("no flag"))
            .build()
            .onlyExplicit(input -> input.name() + " is decided elsewhere");
    assertThat(facts.of(PROFILING))
        .isEqualTo(new Fact.OutOfScope("profiling is decided elsewhere"));
    assertThat(facts.of(OTHER)).isEqualTo(new Fact.OutOfScope("other is decided elsewhere"));
    assertThat(facts.of(InputRef.flag("given"))).isEqualTo(Fact.explicit("x"));
    assertThat(facts.of(InputRef.flag("hidden"))).isEqualTo(Fact.unknown("why"));
    assertThat(facts.of(InputRef.flag("unlisted"))).isInstanceOf(Fact.OutOfScope.class);
  }

  @Test
  void ofSeveralPossibilitiesOnlyWhatTheyAgreeOnIsKnown() {
    Map<String, Facts> possible = new LinkedHashMap<>();
    possible.put(
        "v1.36",
        new Facts.Builder()
            .put(PROFILING, new Fact.Default(true, "v1.36"))
            .put(OTHER, new Fact.Default(366L, "v1.36"))
            .rest(InputRef.FLAGS, i -> new Fact.Absent("v1.36 has no " + i.name()))
            .build());
    possible.put(
        "v1.34",
        new Facts.Builder()
            .put(PROFILING, new Fact.Default(true, "v1.34"))
            .put(OTHER, new Fact.Default(0L, "v1.34"))
            .put(InputRef.flag("old"), new Fact.Default("", "v1.34"))
            .rest(InputRef.FLAGS, i -> new Fact.Absent("v1.34 has no " + i.name()))
            .build());
    Facts agreed = Facts.agreed(possible, input -> input.name() + " differs");
    assertThat(agreed.of(PROFILING)).isEqualTo(new Fact.Default(true, "v1.36"));
    assertThat(agreed.of(OTHER)).isEqualTo(Fact.unknown("other differs"));
    assertThat(agreed.of(InputRef.flag("old"))).isEqualTo(Fact.unknown("old differs"));
    assertThat(agreed.of(InputRef.flag("none"))).isInstanceOf(Fact.Absent.class);
    assertThat(Facts.agreed(Map.of("v1.36", possible.get("v1.36")), input -> "").of(OTHER))
        .isEqualTo(new Fact.Default(366L, "v1.36"));
  }

  @Test
  void otherComponentsAreReadThroughTheirOwnFacts() {
    Facts facts =
        facts(PROFILING, BY_DEFAULT)
            .with(
                Map.of("etcd", facts(OTHER, Fact.explicit("x"))),
                input -> Fact.unknown(input.path().get(0) + " is not known"));
    assertThat(facts.of(OTHER.ofComponent("etcd"))).isEqualTo(Fact.explicit("x"));
    assertThat(facts.of(new InputRef(InputRef.COMPONENTS, List.of("etcd"))))
        .isEqualTo(Fact.explicit(Map.of()));
    assertThat(facts.of(OTHER.ofComponent("kubelet")))
        .isEqualTo(Fact.unknown("kubelet is not known"));
    assertThat(facts.of(PROFILING)).isEqualTo(BY_DEFAULT);
  }

  @Test
  void aKindOfObjectsThatWasNotListedIsUnknown() {
    Facts cluster = Facts.ofCluster(Map.of("pods", List.of()), Map.of("roles", "Forbidden"));
    assertThat(cluster.value(InputRef.cluster("pods"))).contains(List.of());
    assertThat(cluster.of(InputRef.cluster("roles"))).isEqualTo(Fact.unknown("Forbidden"));
    assertThat(cluster.of(InputRef.cluster("services"))).isInstanceOf(Fact.Unknown.class);
  }

  @Test
  void theLastFactOfAnInputCounts() {
    Facts.Builder builder =
        new Facts.Builder().put(PROFILING, BY_DEFAULT).explicit(PROFILING, "x", List.of(HERE));
    assertThat(builder.text(PROFILING)).isEqualTo("x");
    assertThat(builder.text(OTHER)).isEmpty();
    assertThat(builder.get(OTHER)).isEmpty();
    assertThat(builder.unknown(PROFILING, "why").build().listed())
        .containsExactly(Map.entry(PROFILING, Fact.unknown("why")));
  }

  @Test
  void anInputCoversItselfAndWhatLiesBelow() {
    InputRef whole = InputRef.config("a");
    assertThat(whole.covers(InputRef.config("a.b"))).isTrue();
    assertThat(whole.covers(whole)).isTrue();
    assertThat(InputRef.config("a.b").covers(whole)).isFalse();
    assertThat(whole.covers(InputRef.config("ab"))).isFalse();
    assertThat(whole.covers(InputRef.flag("a"))).isFalse();
    assertThat(InputRef.AUTHORIZERS).hasToString("authorizers");
    assertThat(InputRef.config("a.b")).hasToString("config.a.b").isGreaterThan(whole);
  }
}
