package dev.plumbline.engine.catalogue;

import dev.cel.common.types.MapType;
import dev.cel.runtime.CelAttribute.Qualifier;
import dev.cel.runtime.CelAttributePattern;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.UnknownContext;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The facts of the inputs that a control reads, as CEL takes them: what has a value is a variable's
 * value, what is undetermined is an attribute pattern, so that CEL itself finds out whether the
 * result depends on it.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#partial-state">CEL's
 *     partial state</a>
 */
final class Activation {

  /** Most expressions read one variable, and their parameters. */
  private static final int USUAL_VARIABLES = 4;

  private final Map<String, Object> variables = new HashMap<>(USUAL_VARIABLES);
  private final SortedMap<InputRef, Fact> undetermined = new TreeMap<>();

  private Activation(Map<String, Object> parameters) {
    variables.put(Expressions.PARAMETERS, parameters);
  }

  static Activation of(Collection<InputRef> inputs, Facts facts, Map<String, Object> parameters) {
    Activation activation = new Activation(parameters);
    for (InputRef input : inputs) {
      facts.within(input).forEach(activation::add);
    }
    return activation;
  }

  private void add(InputRef input, Fact fact) {
    if (fact instanceof Fact.Explicit explicit) {
      put(input, explicit.value());
    } else if (fact instanceof Fact.Default byDefault) {
      put(input, byDefault.value());
    } else if (fact.isUndetermined()) {
      undetermined.put(input, fact);
      openParents(input);
    } else {
      putAbsent(input);
    }
  }

  /** Where files would be named and none is there, the list of them is empty. */
  private void putAbsent(InputRef input) {
    boolean ofAbsentComponent =
        input.isOf(InputRef.COMPONENTS)
            && variables.get(InputRef.COMPONENTS) instanceof Map<?, ?> components
            && !components.containsKey(input.path().get(0));
    if (ofAbsentComponent) {
      return;
    }
    boolean file = input.isOf(InputRef.FILES) || input.path().contains(InputRef.FILES);
    if (file) {
      put(input, List.of());
    } else {
      openParents(input);
    }
  }

  private void put(InputRef input, Object value) {
    if (input.path().isEmpty()) {
      variables.put(input.variable(), value);
    } else {
      openParents(input).put(input.path().get(input.path().size() - 1), value);
    }
  }

  /** The maps that lead to an input, so that what lies beside it can be read. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> openParents(InputRef input) {
    if (input.path().isEmpty()) {
      return variables;
    }
    Map<String, Object> map = (Map<String, Object>) opened(variables, input.variable());
    for (String key : input.path().subList(0, input.path().size() - 1)) {
      map = (Map<String, Object>) opened(map, key);
    }
    return map;
  }

  private static Object opened(Map<String, Object> map, String key) {
    Object below = map.get(key);
    if (!(below instanceof HashMap)) {
      below = new HashMap<String, Object>();
      map.put(key, below);
    }
    return below;
  }

  /** Whether everything that is read is known. */
  boolean isDetermined() {
    return undetermined.isEmpty();
  }

  /** The value of a variable, as the planner runtime takes it. */
  Optional<Object> find(String variable) {
    return value(variable).map(MapValue::of);
  }

  /** The same without what is undetermined, as evidence has it; a map is there in any case. */
  private Optional<Object> value(String variable) {
    Object value = variables.get(variable);
    return value == null && Expressions.VARIABLES.get(variable) instanceof MapType
        ? Optional.of(Map.of())
        : Optional.ofNullable(value);
  }

  UnknownContext context() {
    List<CelAttributePattern> patterns = new ArrayList<>();
    for (InputRef input : undetermined.keySet()) {
      CelAttributePattern pattern = CelAttributePattern.create(input.variable());
      for (String key : input.path()) {
        pattern = pattern.qualify(Qualifier.ofString(key));
      }
      patterns.add(pattern);
    }
    return UnknownContext.create(this::value, patterns);
  }

  /** The undetermined inputs that a result depends on. */
  SortedMap<InputRef, Fact> causes(CelUnknownSet unknown) {
    SortedMap<InputRef, Fact> causes = new TreeMap<>();
    undetermined.forEach(
        (input, fact) -> {
          if (unknown.attributes().stream().anyMatch(a -> overlap(a.toString(), input))) {
            causes.put(input, fact);
          }
        });
    return causes.isEmpty() ? undetermined : causes;
  }

  /** Whether one is the other, or holds it. */
  private static boolean overlap(String attribute, InputRef input) {
    String one = attribute + ".";
    String other = input + ".";
    return one.startsWith(other) || other.startsWith(one);
  }
}
