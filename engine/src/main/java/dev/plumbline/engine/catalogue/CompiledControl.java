package dev.plumbline.engine.catalogue;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelUnknownSet;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A control whose expressions are ready to run. Compile once: it is the slow part. */
public final class CompiledControl {

  private final Control control;
  private final Map<String, Object> parameters;
  private final Optional<Expression> applies;
  private final Optional<Expression> expression;
  private final Optional<Expression> message;
  private final Set<InputRef> inputs = new TreeSet<>();
  private volatile @Nullable Pattern matching;

  private CompiledControl(Control control, Map<String, String> parameters) {
    this.control = control;
    this.parameters = Map.copyOf(values(control, parameters));
    this.applies = compiled("applies", control.applies(), SimpleType.BOOL);
    this.expression = compiled("expression", control.expression(), SimpleType.BOOL);
    this.message = compiled("message", control.message(), SimpleType.STRING);
  }

  /**
   * Compiles a control with its parameters' defaults.
   *
   * @throws IllegalArgumentException when an expression doesn't compile; names the control, the
   *     field, the line and the column
   */
  public static CompiledControl of(Control control) {
    return of(control, Map.of());
  }

  /**
   * Compiles a control.
   *
   * @param parameters values that take the place of defaults, by parameter
   * @throws IllegalArgumentException as above, and for a parameter that it doesn't have or a value
   *     that isn't of its type
   */
  public static CompiledControl of(Control control, Map<String, String> parameters) {
    return new CompiledControl(control, parameters);
  }

  /** Starts the language of expressions, which the first control that is evaluated waits for. */
  public static void prepare() {
    Expressions.prepare();
  }

  private static Map<String, Object> values(Control control, Map<String, String> given) {
    Map<String, Object> values = new HashMap<>();
    for (Parameter parameter : control.parameters()) {
      String text = given.getOrDefault(parameter.name(), parameter.defaultValue());
      try {
        values.put(parameter.name(), parameter.value(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("control " + control.name() + ": " + e.getMessage(), e);
      }
    }
    for (String name : given.keySet()) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(
            "control "
                + control.name()
                + " has no parameter "
                + name
                + "; it has "
                + (values.isEmpty() ? "none" : String.join(", ", values.keySet())));
      }
    }
    return values;
  }

  private Optional<Expression> compiled(String field, String source, CelType type) {
    if (source.isBlank()) {
      return Optional.empty();
    }
    try {
      Expression compiled = Expressions.compile(source, type);
      inputs.addAll(compiled.inputs());
      return Optional.of(compiled);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "control " + control.name() + ", " + field + ": " + e.getMessage(), e);
    }
  }

  public Control control() {
    return control;
  }

  /** The values of its parameters, by name: what its expressions see as {@code params}. */
  public Map<String, Object> parameters() {
    return parameters;
  }

  /** What its expressions read, sorted. */
  public Set<InputRef> inputs() {
    return inputs;
  }

  public boolean reads(InputRef input) {
    return inputs.contains(input);
  }

  /** The widest mode that a file may have by its parameter, else by its fix. */
  public String mode() {
    boolean tailored = !control.fix().mode().isEmpty() && parameters.get("mode") instanceof String;
    return tailored ? String.valueOf(parameters.get("mode")) : control.fix().mode();
  }

  /** The owner that a file should have, likewise. */
  public String owner() {
    boolean tailored =
        !control.fix().owner().isEmpty() && parameters.get("owner") instanceof String;
    return tailored ? String.valueOf(parameters.get("owner")) : control.fix().owner();
  }

  /** Whether a file is one that the control is about, and not as it requires. */
  public boolean offends(Map<?, ?> file) {
    return matching().matcher(String.valueOf(file.get("path"))).matches()
        && (control.fix().kind().isEmpty() || control.fix().kind().equals(file.get("kind")))
        && (!mode().isEmpty() && !FileFunctions.noWiderThan(file, mode())
            || !owner().isEmpty() && !FileFunctions.ownedBy(file, owner()));
  }

  /** Compiled when it is first needed: most controls are about no file. */
  private Pattern matching() {
    Pattern made = matching;
    if (made == null) {
      made = Pattern.compile(control.fix().matching());
      matching = made;
    }
    return made;
  }

  /** Whether it has no expression, so that a person has to look. */
  public boolean isManual() {
    return expression.isEmpty();
  }

  /**
   * Evaluates one subject. Never {@link Outcome.Satisfied} when that depends on something that is
   * not known.
   */
  public Outcome evaluate(Facts facts) {
    Activation activation = activation(facts);
    try {
      return evaluate(facts, activation);
    } catch (UnknownResult e) {
      return new Outcome.Unknown(activation.causes(e.unknown));
    } catch (CelEvaluationException | ClassCastException | IllegalArgumentException e) {
      return new Outcome.Failed(
          "The expression of the control could not be evaluated: " + e.getMessage());
    } catch (StackOverflowError e) {
      return new Outcome.Failed("The evidence nests too deep to be evaluated.");
    }
  }

  /** What its expressions read. */
  Activation activation(Facts facts) {
    return Activation.of(inputs, facts, parameters);
  }

  private Outcome evaluate(Facts facts, Activation activation)
      throws CelEvaluationException, UnknownResult {
    if (applies.isPresent() && !run(applies.get(), activation, Boolean.class)) {
      return new Outcome.NotApplicable(new FindingMessages(file -> false).of(inputs, facts));
    }
    Optional<String> absent = absentFiles(facts);
    if (absent.isPresent()) {
      return new Outcome.NotApplicable(absent.get());
    }
    if (expression.isEmpty()) {
      return new Outcome.Violated(message.isPresent() ? found(facts, activation) : "");
    }
    boolean satisfied = run(expression.get(), activation, Boolean.class);
    String found = found(facts, activation);
    return satisfied ? new Outcome.Satisfied(found) : new Outcome.Violated(found);
  }

  private String found(Facts facts, Activation activation) throws CelEvaluationException {
    if (message.isPresent()) {
      try {
        return run(message.get(), activation, String.class);
      } catch (UnknownResult e) {
        // The verdict does not depend on it, so the inputs are reported one by one.
        return new FindingMessages(this::offends).of(inputs, facts);
      }
    }
    return new FindingMessages(this::offends).of(inputs, facts);
  }

  /** A file that isn't there says nothing, least of all that its mode is right. */
  private Optional<String> absentFiles(Facts facts) {
    for (InputRef input : inputs) {
      if (input.isOf(InputRef.FILES) && isAbsent(facts.of(input))) {
        return Optional.of(new FindingMessages(file -> false).of(Set.of(input), facts));
      }
    }
    return Optional.empty();
  }

  private static boolean isAbsent(Fact fact) {
    return fact instanceof Fact.Absent
        || fact instanceof Fact.Explicit explicit && explicit.value().equals(List.of());
  }

  /** The result is unknown. */
  private static final class UnknownResult extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient CelUnknownSet unknown;

    UnknownResult(CelUnknownSet unknown) {
      super("unknown", null, false, false);
      this.unknown = unknown;
    }
  }

  private static <T> T run(Expression expression, Activation activation, Class<T> type)
      throws CelEvaluationException, UnknownResult {
    Object result = expression.evaluate(activation);
    if (result instanceof CelUnknownSet unknown) {
      throw new UnknownResult(unknown);
    }
    return type.cast(result);
  }
}
