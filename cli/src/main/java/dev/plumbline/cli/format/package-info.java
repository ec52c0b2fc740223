/**
 * What a report is written as: one class for each format, and {@link
 * dev.plumbline.cli.format.OutputFormat} with their names.
 */
@NullMarked
package dev.plumbline.cli.format;

import org.jspecify.annotations.NullMarked;
