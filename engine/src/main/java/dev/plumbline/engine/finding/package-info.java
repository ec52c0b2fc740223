/** Outcomes of controls. */
@NullMarked
package dev.plumbline.engine.finding;

import org.jspecify.annotations.NullMarked;
