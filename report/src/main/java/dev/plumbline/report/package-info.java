/** Turns findings on nodes into a report. */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
