/** Edits of a node's own files that make a control pass, as unified diffs. */
@NullMarked
package dev.plumbline.engine.remediation;

import org.jspecify.annotations.NullMarked;
