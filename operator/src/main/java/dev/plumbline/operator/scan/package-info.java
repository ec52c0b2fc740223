/** One scan from its spec to its report: runs, Jobs on nodes, evidence, conditions. */
@NullMarked
package dev.plumbline.operator.scan;

import org.jspecify.annotations.NullMarked;
