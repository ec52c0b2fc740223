/** Arguments that a program reads from files for the components that it runs within itself. */
@NullMarked
package dev.plumbline.collector.argument;

import org.jspecify.annotations.NullMarked;
