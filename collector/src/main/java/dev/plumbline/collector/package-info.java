/**
 * Reads one host root, and the processes below its {@code /proc}, into {@link
 * dev.plumbline.evidence.Evidence}. Reads only, never follows a link out of the root, evaluates
 * nothing, and expects every file to be hostile.
 */
@NullMarked
package dev.plumbline.collector;

import org.jspecify.annotations.NullMarked;
