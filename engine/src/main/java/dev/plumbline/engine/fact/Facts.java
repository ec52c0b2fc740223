package dev.plumbline.engine.fact;

import dev.plumbline.engine.finding.EvidenceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known of every input of one component, of a node's files or of a cluster. Every input has
 * a fact: one that is not listed has that of its variable's rest.
 */
public final class Facts {

  private final Map<InputRef, Fact> facts;
  private final Map<String, Function<InputRef, Fact>> rest;
  private final Map<String, Facts> components;

  private final PartsOfInputs parts;

  private Facts(
      Map<InputRef, Fact> facts,
      Map<String, Function<InputRef, Fact>> rest,
      Map<String, Facts> components) {
    this.facts = Map.copyOf(facts);
    this.parts = new PartsOfInputs(this.facts);
    this.rest = Map.copyOf(rest);
    this.components = Map.copyOf(components);
  }

  /** The fact of an input, or of a whole that it is a part of. */
  public Fact of(InputRef input) {
    if (input.isOf(InputRef.COMPONENTS) && !input.path().isEmpty()) {
      return ofComponent(input);
    }
    if (input.isOf(InputRef.EXPLICIT) && !input.path().isEmpty()) {
      Fact subject = of(input.subject());
      return subject.isUndetermined()
          ? subject
          : rest.getOrDefault(
                  InputRef.EXPLICIT, any -> Fact.explicit(subject instanceof Fact.Explicit))
              .apply(input);
    }
    Fact known = facts.get(input);
    if (known != null) {
      return known;
    }
    for (InputRef whole = input; !whole.path().isEmpty(); ) {
      whole = whole.parent();
      Fact fact = facts.get(whole);
      if (fact != null) {
        return part(fact, whole, input);
      }
    }
    return rest.getOrDefault(input.variable(), Facts::nothingKnown).apply(input);
  }

  private Fact ofComponent(InputRef input) {
    Facts component = components.get(input.path().get(0));
    if (component == null) {
      return rest.getOrDefault(InputRef.COMPONENTS, Facts::nothingKnown).apply(input);
    }
    return input.path().size() < 2
        ? Fact.explicit(Map.of())
        : component.of(input.withinComponent());
  }

  /** A part of a value that is known whole, or not at all. */
  private static Fact part(Fact fact, InputRef whole, InputRef input) {
    Object value = value(fact).orElse(null);
    if (value == null) {
      return fact;
    }
    for (String key : input.path().subList(whole.path().size(), input.path().size())) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    if (value == null) {
      return new Fact.Absent(input.name() + " is not set");
    }
    return fact instanceof Fact.Explicit explicit
        ? new Fact.Explicit(value, explicit.locations())
        : new Fact.Default(value, ((Fact.Default) fact).basis());
  }

  private static Fact nothingKnown(InputRef input) {
    return Fact.unknown(input + " is not an input that evidence gives");
  }

  /** The facts of an input: its own, or those of its parts where only these are known. */
  public Map<InputRef, Fact> within(InputRef input) {
    if (facts.containsKey(input) || input.isOf(InputRef.COMPONENTS)) {
      return Map.of(input, of(input));
    }
    Map<InputRef, Fact> known = parts.of(input);
    return known.isEmpty() ? Map.of(input, of(input)) : known;
  }

  /** The value that an input has, explicit or by default. */
  public Optional<Object> value(InputRef input) {
    return value(of(input));
  }

  private static Optional<Object> value(Fact fact) {
    if (fact instanceof Fact.Explicit explicit) {
      return Optional.of(explicit.value());
    }
    return fact instanceof Fact.Default byDefault
        ? Optional.of(byDefault.value())
        : Optional.empty();
  }

  /** Every input that has a fact of its own. */
  public Map<InputRef, Fact> listed() {
    return facts;
  }

  /** The same with another fact of one input. */
  public Facts with(InputRef input, Fact fact) {
    Map<InputRef, Fact> all = new HashMap<>(facts);
    all.put(input, fact);
    return new Facts(all, rest, components);
  }

  /** Lets expressions compare components with each other. */
  public Facts with(Map<String, Facts> others, Function<InputRef, Fact> missing) {
    Map<String, Function<InputRef, Fact>> all = new HashMap<>(rest);
    all.put(InputRef.COMPONENTS, missing);
    return new Facts(facts, all, others);
  }

  /**
   * The same where nothing but what is explicit counts: another party decides the rest.
   *
   * @param why what is to be said of an input that is not explicit
   */
  public Facts onlyExplicit(Function<InputRef, String> why) {
    Map<InputRef, Fact> kept = new HashMap<>();
    facts.forEach(
        (input, fact) -> {
          boolean decidedElsewhere = fact instanceof Fact.Default || fact instanceof Fact.Absent;
          kept.put(input, decidedElsewhere ? new Fact.OutOfScope(why.apply(input)) : fact);
        });
    Map<String, Function<InputRef, Fact>> outOfScope = new HashMap<>();
    rest.keySet().forEach(v -> outOfScope.put(v, i -> new Fact.OutOfScope(why.apply(i))));
    return new Facts(kept, outOfScope, components);
  }

  /**
   * What holds whichever of several possibilities is the case: an input that they differ in is
   * unknown.
   *
   * @param possible the possibilities by name, at least one
   * @param why what is to be said of an input that they differ in
   */
  public static Facts agreed(Map<String, Facts> possible, Function<InputRef, String> why) {
    BinaryOperator<Fact> agree = (one, other) -> same(one, other) ? one : DIFFERENT;
    Facts first = possible.values().iterator().next();
    if (possible.size() == 1) {
      return first;
    }
    Function<InputRef, Fact> combined =
        input -> {
          Fact fact =
              possible.values().stream().map(f -> f.of(input)).reduce(agree).orElse(DIFFERENT);
          return fact == DIFFERENT ? Fact.unknown(why.apply(input)) : fact;
        };
    Map<InputRef, Fact> facts =
        possible.values().stream()
            .flatMap(f -> f.facts.keySet().stream())
            .distinct()
            .collect(Collectors.toMap(Function.identity(), combined));
    Map<String, Function<InputRef, Fact>> rest = new HashMap<>();
    first.rest.keySet().forEach(variable -> rest.put(variable, combined));
    return new Facts(facts, rest, Map.of());
  }

  private static final Fact DIFFERENT = Fact.unknown("");

  /** A default of one release is the same as that of another if its value is. */
  private static boolean same(Fact one, Fact other) {
    if (one instanceof Fact.Default a && other instanceof Fact.Default b) {
      return a.value().equals(b.value());
    }
    return one instanceof Fact.Absent && other instanceof Fact.Absent || one.equals(other);
  }

  /**
   * The objects of a cluster.
   *
   * @param objects lists of objects by kind, e.g. {@code pods}
   * @param unknown why a kind could not be listed
   */
  public static Facts ofCluster(Map<String, Object> objects, Map<String, String> unknown) {
    Builder facts = new Builder();
    objects.forEach((kind, all) -> facts.explicit(InputRef.cluster(kind), all, List.of()));
    unknown.forEach((kind, why) -> facts.unknown(InputRef.cluster(kind), why));
    return facts
        .rest(
            InputRef.CLUSTER,
            input -> Fact.unknown("the cluster's " + input.name() + " were not listed"))
        .build();
  }

  /** Gathers facts; the last one given of an input counts. */
  public static final class Builder {
    private final Map<InputRef, Fact> facts = new HashMap<>();
    private final Map<String, Function<InputRef, Fact>> rest = new HashMap<>();

    public Builder explicit(InputRef input, Object value, List<EvidenceRef> locations) {
      return put(input, new Fact.Explicit(value, locations));
    }

    public Builder unknown(InputRef input, String why) {
      return put(input, Fact.unknown(why));
    }

    public Builder put(InputRef input, Fact fact) {
      facts.put(input, fact);
      return this;
    }

    /** What is known of the inputs of a variable that are not listed. */
    public Builder rest(String variable, Function<InputRef, Fact> fact) {
      rest.put(variable, fact);
      return this;
    }

    /** The fact given of an input so far. */
    public Optional<Fact> get(InputRef input) {
      return Optional.ofNullable(facts.get(input));
    }

    /** The text of an input that has a value; empty when it is no text. */
    public String text(InputRef input) {
      return get(input)
          .flatMap(Facts::value)
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .orElse("");
    }

    public Facts build() {
      return new Facts(facts, rest, Map.of());
    }
  }
}
