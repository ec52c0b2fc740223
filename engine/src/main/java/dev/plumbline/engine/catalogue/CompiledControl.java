package dev.plumbline.engine.catalogue;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.plumbline.engine.fact.Facts;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A control whose expressions are ready to run. Compile once: it is the slow part. */
public final class CompiledControl {

  private static final CelType BY_NAME = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final CelType FILES =
      MapType.create(SimpleType.STRING, ListType.create(SimpleType.DYN));

  /** Longer than any expression that people can read. */
  private static final int MAX_EXPRESSION = 8192;

  /** Far above what the objects of a large cluster ask for; a bound for what never ends. */
  private static final int MAX_ITERATIONS = 5_000_000;

  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setOptions(
              CelOptions.current()
                  .maxExpressionCodePointSize(MAX_EXPRESSION)
                  .comprehensionMaxIterations(MAX_ITERATIONS)
                  .enableHeterogeneousNumericComparisons(true)
                  .build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.strings())
          .addRuntimeLibraries(CelExtensions.strings())
          .addFunctionDeclarations(Functions.declarations())
          .addFunctionBindings(Functions.bindings())
          .addVar("flags", BY_NAME)
          .addVar("featureGates", MapType.create(SimpleType.STRING, SimpleType.BOOL))
          .addVar("config", BY_NAME)
          .addVar("documents", BY_NAME)
          .addVar("files", FILES)
          .addVar("components", BY_NAME)
          .addVar("cluster", BY_NAME)
          .addVar("params", BY_NAME)
          .addVar("admissionPlugins", ListType.create(SimpleType.STRING))
          .addVar("authorizers", ListType.create(MapType.create(SimpleType.STRING, SimpleType.DYN)))
          .addVar("authorizationSource", SimpleType.STRING)
          .build();

  private final Control control;
  private final Map<String, Object> parameters;
  private final Optional<CelRuntime.Program> applies;
  private final Optional<CelRuntime.Program> expression;
  private final Optional<CelRuntime.Program> message;
  private final Set<String> inputs = new LinkedHashSet<>();

  private CompiledControl(Control control, Map<String, String> parameters) {
    this.control = control;
    this.parameters = values(control, parameters);
    this.applies = program("applies", control.applies(), SimpleType.BOOL);
    this.expression = program("expression", control.expression(), SimpleType.BOOL);
    this.message = program("message", control.message(), SimpleType.STRING);
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

  private Optional<CelRuntime.Program> program(String field, String source, CelType type) {
    if (source.isBlank()) {
      return Optional.empty();
    }
    try {
      CelAbstractSyntaxTree ast = CEL.compile(source, "").getAst();
      if (!ast.getResultType().equals(type) && !ast.getResultType().equals(SimpleType.DYN)) {
        throw new IllegalArgumentException(
            "it is of type " + ast.getResultType().name() + ", and must be of type " + type.name());
      }
      inputs.addAll(Inputs.of(ast));
      return Optional.of(CEL.createProgram(ast));
    } catch (CelValidationException | CelEvaluationException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "control " + control.name() + ", " + field + ": " + e.getMessage(), e);
    }
  }

  public Control control() {
    return control;
  }

  /** What its expressions read. */
  public Set<String> inputs() {
    return Set.copyOf(inputs);
  }

  /** The widest mode that a file may have by its parameter, else by its edit. */
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

  /** Whether a file is one that the control asks of, and not as it asks. */
  public boolean offends(Map<?, ?> file) {
    return String.valueOf(file.get("path")).matches(control.fix().matching())
        && (control.fix().kind().isEmpty() || control.fix().kind().equals(file.get("kind")))
        && (!mode().isEmpty() && !FileFunctions.noWiderThan(file, mode())
            || !owner().isEmpty() && !FileFunctions.ownedBy(file, owner()));
  }

  /** Whether only a person can tell. */
  public boolean isManual() {
    return expression.isEmpty();
  }

  /** What a control comes to. */
  public sealed interface Outcome {

    /** The state holds. */
    record Satisfied(String message) implements Outcome {}

    /** It doesn't. */
    record Violated(String message) implements Outcome {}

    /** There is nothing that the control speaks of. */
    record NotApplicable(String why) implements Outcome {}

    /** Something that decides it can't be told. */
    record Unknown(String why) implements Outcome {}
  }

  /** Judges one subject. Never {@link Outcome.Satisfied} when something it reads can't be told. */
  public Outcome evaluate(Facts facts) {
    for (String input : inputs) {
      Optional<String> why = facts.whyUntold(input);
      if (why.isPresent()) {
        return new Outcome.Unknown(why.get());
      }
    }
    Map<String, Object> variables = new HashMap<>(facts.variables());
    variables.put("params", parameters);
    try {
      if (applies.isPresent() && !run(applies.get(), variables, Boolean.class)) {
        return new Outcome.NotApplicable(new FindingMessages(file -> false).of(inputs, facts));
      }
      Optional<String> nothing = nothingThere(facts);
      if (nothing.isPresent()) {
        return new Outcome.NotApplicable(nothing.get());
      }
      if (expression.isEmpty()) {
        return new Outcome.Violated("");
      }
      boolean holds = run(expression.get(), variables, Boolean.class);
      String told =
          message.isPresent()
              ? run(message.get(), variables, String.class)
              : new FindingMessages(this::offends).of(inputs, facts);
      return holds ? new Outcome.Satisfied(told) : new Outcome.Violated(told);
    } catch (CelEvaluationException | ClassCastException | IllegalArgumentException e) {
      return new Outcome.Unknown(
          "it can't be told from what was seen: " + String.valueOf(e.getMessage()));
    }
  }

  /** A file that isn't there says nothing, least of all that its mode is right. */
  private Optional<String> nothingThere(Facts facts) {
    return inputs.stream()
        .filter(input -> input.startsWith("files."))
        .filter(input -> facts.value(input).filter(List.of()::equals).isPresent())
        .map(input -> new FindingMessages(file -> false).of(List.of(input), facts))
        .findFirst();
  }

  private static <T> T run(CelRuntime.Program program, Map<String, Object> variables, Class<T> type)
      throws CelEvaluationException {
    return type.cast(program.eval(variables));
  }
}
