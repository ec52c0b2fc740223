/** The cluster's objects as expressions see them: what controls ask for, and no secret. */
@NullMarked
package dev.plumbline.operator.cluster;

import org.jspecify.annotations.NullMarked;
