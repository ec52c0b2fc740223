package dev.plumbline.engine.catalogue;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;

/** A control whose expressions are ready to run. Compile once: it is the slow part. */
public final class CompiledControl {

  /** The facts of a component; see {@link dev.plumbline.engine.component.KubeApiserver}. */
  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.strings())
          .addRuntimeLibraries(CelExtensions.strings())
          .addVar("authorizers", ListType.create(MapType.create(SimpleType.STRING, SimpleType.DYN)))
          .addVar("authorizationSource", SimpleType.STRING)
          .addVar("flags", MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)))
          .build();

  private final Control control;
  private final CelRuntime.Program expression;
  private final CelRuntime.Program message;

  private CompiledControl(Control control) {
    this.control = control;
    this.expression = program(control, "expression", control.expression());
    this.message = program(control, "message", control.message());
  }

  /**
   * Compiles both expressions.
   *
   * @throws IllegalArgumentException when an expression doesn't compile; names the control, the
   *     field, the line and the column
   */
  public static CompiledControl of(Control control) {
    return new CompiledControl(control);
  }

  private static CelRuntime.Program program(Control control, String field, String source) {
    try {
      return CEL.createProgram(CEL.compile(source).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(
          "control " + control.name() + ", " + field + ": " + e.getMessage(), e);
    }
  }

  public Control control() {
    return control;
  }

  /** Whether the state that the control asks for holds. */
  public boolean holds(Map<String, Object> facts) {
    return (Boolean) run(expression, "expression", facts);
  }

  /** What was seen, in a sentence. */
  public String message(Map<String, Object> facts) {
    return (String) run(message, "message", facts);
  }

  private Object run(CelRuntime.Program program, String field, Map<String, Object> facts) {
    try {
      return program.eval(facts);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("control " + control.name() + ", " + field, e);
    }
  }
}
