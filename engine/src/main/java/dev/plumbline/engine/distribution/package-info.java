/** Distributions of Kubernetes as data: what marks each, where things are, where a fix belongs. */
@NullMarked
package dev.plumbline.engine.distribution;

import org.jspecify.annotations.NullMarked;
