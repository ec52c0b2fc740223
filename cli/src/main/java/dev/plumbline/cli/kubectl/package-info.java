/** The commands that speak with a cluster: the kubectl plugin. */
@NullMarked
package dev.plumbline.cli.kubectl;

import org.jspecify.annotations.NullMarked;
