/**
 * What verdicts would be after a merge or an upgrade: the evidence of nodes with files of a
 * repository laid over it, or evaluated by the tables of another release, beside the evidence as it
 * is.
 */
@NullMarked
package dev.plumbline.report.plan;

import org.jspecify.annotations.NullMarked;
