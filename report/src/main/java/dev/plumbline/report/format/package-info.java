/**
 * What a report is written as: one class for each format, and {@link
 * dev.plumbline.report.format.OutputFormat} with their names.
 */
@NullMarked
package dev.plumbline.report.format;

import org.jspecify.annotations.NullMarked;
