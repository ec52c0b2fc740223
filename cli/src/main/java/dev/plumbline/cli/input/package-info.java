/** What {@code check} is given: files, directories, patterns, standard input. */
@NullMarked
package dev.plumbline.cli.input;

import org.jspecify.annotations.NullMarked;
