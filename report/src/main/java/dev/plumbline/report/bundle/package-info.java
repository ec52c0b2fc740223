/**
 * The evidence bundle: one file with what an operator has stored of a scan's run. It is written and
 * read here as bytes; who has it decides where it lies.
 */
@NullMarked
package dev.plumbline.report.bundle;

import org.jspecify.annotations.NullMarked;
