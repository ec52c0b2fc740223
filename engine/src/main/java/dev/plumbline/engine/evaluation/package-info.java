/** Evaluates evidence by the controls of a Benchmark. Touches neither files nor network. */
@NullMarked
package dev.plumbline.engine.evaluation;

import org.jspecify.annotations.NullMarked;
