/** The files that a component's arguments name, and where they lie on the node. */
@NullMarked
package dev.plumbline.collector.reference;

import org.jspecify.annotations.NullMarked;
