/**
 * What a report is evaluated from beside the evidence of nodes: the objects of the cluster, and the
 * definition of a benchmark that is not shipped. Each is a text with a digest, so that it can be
 * stored, signed and evaluated again.
 */
@NullMarked
package dev.plumbline.report.input;

import org.jspecify.annotations.NullMarked;
