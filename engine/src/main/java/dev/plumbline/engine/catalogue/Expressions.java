package dev.plumbline.engine.catalogue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.plumbline.engine.fact.InputRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

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

  private Expressions() {}

  /** Started when a first expression runs. */
  private static final class Evaluator {
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(options().build())
            .addLibraries(CelExtensions.strings())
            .addFunctionBindings(Functions.bindings())
            .build();
  }

  /** Started when a first expression runs of which an input is unknown. */
  private static final class Tracker {
    // Not the planner runtime, which is coarser with unknowns: with flags['b'] unknown it does not
    // find that flags['a'] || flags['b'] holds by flags['a'] alone.
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(options().enableUnknownTracking(true).build())
            .setStandardEnvironmentEnabled(true)
            .addLibraries(CelExtensions.strings())
            .addFunctionBindings(Functions.bindings())
            .build();
  }

  /** Started for an expression that was not shipped, which is slow. */
  private static final class Compiler {
    static final CelCompiler COMPILER = compiler();
  }

  private static final class Shipped {
    static final CheckedExpressions CHECKED = CheckedExpressions.shipped();
  }

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

  private static CelOptions.Builder options() {
    return CelOptions.current()
        .maxExpressionCodePointSize(MAX_EXPRESSION)
        .comprehensionMaxIterations(MAX_ITERATIONS)
        .enableHeterogeneousNumericComparisons(true);
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(options().build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addFunctionDeclarations(Functions.declarations());
    VARIABLES.forEach(builder::addVar);
    return builder.build();
  }

  /**
   * Compiles an expression. One that is shipped was compiled when Plumbline was built.
   *
   * @throws IllegalArgumentException when it doesn't compile or is of another type; says the line
   *     and the column
   */
  static Expression compile(String source, CelType type) {
    return Shipped.CHECKED
        .find(source, type)
        .orElseGet(
            () -> {
              CelAbstractSyntaxTree ast = checked(source, type);
              Expression expression = new Expression(Inputs.of(ast), () -> ast);
              // What can't be planned is told now.
              expression.program();
              return expression;
            });
  }

  /** Does now what the first expression that runs would have to wait for. */
  static void prepare() {
    Shipped.CHECKED.prepare();
  }

  /**
   * The syntax tree of an expression, with its types. Throws as {@link #compile} does. One thread
   * at a time, also with {@link #program}, for the reason given there.
   */
  static synchronized CelAbstractSyntaxTree checked(String source, CelType type) {
    try {
      CelAbstractSyntaxTree ast = Compiler.COMPILER.compile(source, "").getAst();
      if (!ast.getResultType().equals(type) && !ast.getResultType().equals(SimpleType.DYN)) {
        throw new IllegalArgumentException(
            "it is of type " + ast.getResultType().name() + ", and must be of type " + type.name());
      }
      return ast;
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Makes what runs an expression of which every input is known. One thread at a time, see below.
   */
  static synchronized CelRuntime.Program program(Supplier<CelAbstractSyntaxTree> tree) {
    return program(Evaluator.RUNTIME, tree);
  }

  /**
   * Makes what runs an expression and finds out whether it depends on what is unknown. One thread
   * at a time: two that initialise classes of CEL and protobuf, which refer to each other, could
   * wait for each other for ever.
   */
  static synchronized CelRuntime.Program trackingProgram(Supplier<CelAbstractSyntaxTree> tree) {
    return program(Tracker.RUNTIME, tree);
  }

  private static CelRuntime.Program program(
      CelRuntime runtime, Supplier<CelAbstractSyntaxTree> tree) {
    try {
      return runtime.createProgram(tree.get());
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
