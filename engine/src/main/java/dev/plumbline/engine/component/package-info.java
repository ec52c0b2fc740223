/** What a component really does with its arguments. */
@NullMarked
package dev.plumbline.engine.component;

import org.jspecify.annotations.NullMarked;
