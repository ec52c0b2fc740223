/** What {@code check} is given: files, folders, patterns, standard input. */
@NullMarked
package dev.plumbline.cli.input;

import org.jspecify.annotations.NullMarked;
