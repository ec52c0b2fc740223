/**
 * Controls and benchmarks as data: what is asked, why, and the numbers that each CIS version gives
 * it.
 */
@NullMarked
package dev.plumbline.engine.catalogue;

import org.jspecify.annotations.NullMarked;
