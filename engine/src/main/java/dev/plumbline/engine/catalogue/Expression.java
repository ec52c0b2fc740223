package dev.plumbline.engine.catalogue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.plumbline.engine.fact.InputRef;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An expression that compiles, and the inputs that it reads. */
final class Expression {

  private final Set<InputRef> inputs;
  private final Supplier<CelAbstractSyntaxTree> tree;

  private volatile CelRuntime.@Nullable Program program;
  private volatile CelRuntime.@Nullable Program tracking;

  /**
   * An expression.
   *
   * @param tree its syntax tree, asked for when it is first run
   */
  Expression(Set<InputRef> inputs, Supplier<CelAbstractSyntaxTree> tree) {
    this.inputs = Set.copyOf(inputs);
    this.tree = tree;
  }

  Set<InputRef> inputs() {
    return inputs;
  }

  /**
   * Its value, or a {@link dev.cel.runtime.CelUnknownSet} where that depends on what is not known.
   * To track what is unknown takes several times as long, and mostly there is nothing.
   */
  Object evaluate(Activation activation) throws CelEvaluationException {
    return activation.isDetermined()
        ? program().eval(activation::find)
        : tracking().advanceEvaluation(activation.context());
  }

  /** What runs it where all that it reads is known. */
  CelRuntime.Program program() {
    CelRuntime.Program made = program;
    if (made == null) {
      made = Expressions.program(tree);
      program = made;
    }
    return made;
  }

  private CelRuntime.Program tracking() {
    CelRuntime.Program made = tracking;
    if (made == null) {
      made = Expressions.trackingProgram(tree);
      tracking = made;
    }
    return made;
  }
}
