/**
 * How a component reads its arguments: Go's pflag with Kubernetes' normalisation, over flag tables
 * dumped from the real binaries.
 */
@NullMarked
package dev.plumbline.engine.flags;

import org.jspecify.annotations.NullMarked;
