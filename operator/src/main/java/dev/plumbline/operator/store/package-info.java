/** Keeps what was read of each node, so that a restart of the operator loses nothing. */
@NullMarked
package dev.plumbline.operator.store;

import org.jspecify.annotations.NullMarked;
