/** The operator as a whole: its controllers, metrics and probes, started together. */
@NullMarked
package dev.plumbline.operator;

import org.jspecify.annotations.NullMarked;
