package dev.plumbline.engine.oracle;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/**
 * Skips properties that ask the program of {@code cluster/oracle} unless {@code
 * -Dplumbline.oracle=FILE} names it; {@code cluster/oracle/run --build} prints the file.
 */
public final class OnlyWithOracle implements SkipExecutionHook {

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    return LiveOracle.ifAvailable().isPresent()
        ? SkipResult.doNotSkip()
        : SkipResult.skip("-Dplumbline.oracle is not set");
  }
}
