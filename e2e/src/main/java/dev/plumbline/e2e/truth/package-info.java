/** Finds out what a real kube-apiserver does with argument lists. */
@NullMarked
package dev.plumbline.e2e.truth;

import org.jspecify.annotations.NullMarked;
