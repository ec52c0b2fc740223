/**
 * Distributions of Kubernetes as data, a file in {@code distributions} each: how one is recognised,
 * where its nodes keep what, and where a fix belongs. The collector reads nodes by it, the engine
 * evaluates by it, and the operator starts node pods by it.
 */
@NullMarked
package dev.plumbline.distribution;

import org.jspecify.annotations.NullMarked;
