package dev.plumbline.engine.catalogue;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
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
import dev.plumbline.engine.fact.InputRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The language of controls: CEL, its variables and functions. */
final class Expressions {

  static final String PARAMETERS = "params";

  private static final CelType BY_NAME = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final CelType SWITCHES = MapType.create(SimpleType.STRING, SimpleType.BOOL);

  private static final CelType FILES =
      MapType.create(SimpleType.STRING, ListType.create(SimpleType.DYN));

  /** Every variable and its type. */
  static final Map<String, CelType> VARIABLES = variables();

  /** Longer than any expression that people can read. */
  private static final int MAX_EXPRESSION = 8192;

  /** Far above what the objects of a large cluster ask for; a bound for what never ends. */
  private static final int MAX_ITERATIONS = 5_000_000;

  // Not the planner runtime, which is coarser with unknowns: with flags['b'] unknown it does not
  // find that flags['a'] || flags['b'] holds by flags['a'] alone.
  private static final Cel CEL = cel();

  private Expressions() {}

  /** An expression that is ready to run, and the inputs that it reads. */
  record Expression(CelRuntime.Program program, Set<InputRef> inputs) {}

  private static Map<String, CelType> variables() {
    Map<String, CelType> variables = new LinkedHashMap<>();
    variables.put(InputRef.FLAGS, BY_NAME);
    variables.put(InputRef.FEATURE_GATES, SWITCHES);
    variables.put(InputRef.ADMISSION_PLUGINS, SWITCHES);
    variables.put(InputRef.CONFIG, BY_NAME);
    variables.put(InputRef.DOCUMENTS, BY_NAME);
    variables.put(InputRef.FILES, FILES);
    variables.put(InputRef.COMPONENTS, BY_NAME);
    variables.put(InputRef.EXPLICIT, SWITCHES);
    variables.put(InputRef.CLUSTER, BY_NAME);
    variables.put(PARAMETERS, BY_NAME);
    variables.put(InputRef.AUTHORIZERS.variable(), ListType.create(BY_NAME));
    variables.put(InputRef.AUTHORIZATION_SOURCE.variable(), SimpleType.STRING);
    return variables;
  }

  private static Cel cel() {
    CelBuilder builder =
        CelFactory.legacyCelBuilder()
            .setOptions(
                CelOptions.current()
                    .enableUnknownTracking(true)
                    .maxExpressionCodePointSize(MAX_EXPRESSION)
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .enableHeterogeneousNumericComparisons(true)
                    .build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            .addFunctionDeclarations(Functions.declarations())
            .addFunctionBindings(Functions.bindings());
    VARIABLES.forEach(builder::addVar);
    return builder.build();
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException when it doesn't compile or is of another type; says the line
   *     and the column
   */
  static Expression compile(String source, CelType type) {
    try {
      CelAbstractSyntaxTree ast = CEL.compile(source, "").getAst();
      if (!ast.getResultType().equals(type) && !ast.getResultType().equals(SimpleType.DYN)) {
        throw new IllegalArgumentException(
            "it is of type " + ast.getResultType().name() + ", and must be of type " + type.name());
      }
      return new Expression(CEL.createProgram(ast), Inputs.of(ast));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
