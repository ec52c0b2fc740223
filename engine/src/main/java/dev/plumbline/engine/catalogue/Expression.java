package dev.plumbline.engine.catalogue;

import dev.cel.runtime.CelRuntime;
import dev.plumbline.engine.fact.InputRef;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An expression that compiles, and the inputs that it reads. */
final class Expression {

  private final Set<InputRef> inputs;
  private final Supplier<CelRuntime.Program> source;

  private volatile CelRuntime.@Nullable Program program;

  /**
   * An expression.
   *
   * @param source makes what runs it, when it is first run
   */
  Expression(Set<InputRef> inputs, Supplier<CelRuntime.Program> source) {
    this.inputs = Set.copyOf(inputs);
    this.source = source;
  }

  Set<InputRef> inputs() {
    return inputs;
  }

  CelRuntime.Program program() {
    CelRuntime.Program made = program;
    if (made == null) {
      made = source.get();
      program = made;
    }
    return made;
  }
}
