/** Drives real Kubernetes components, to hold Plumbline to what they do. */
@NullMarked
package dev.plumbline.e2e;

import org.jspecify.annotations.NullMarked;
