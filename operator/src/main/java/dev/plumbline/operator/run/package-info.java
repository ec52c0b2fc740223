/** One scan from its spec to its report: the run, Jobs on nodes, events and conditions. */
@NullMarked
package dev.plumbline.operator.run;

import org.jspecify.annotations.NullMarked;
