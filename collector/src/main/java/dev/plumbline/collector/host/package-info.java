/** A node's file system below one directory: confined reading, modes and owners, sets of files. */
@NullMarked
package dev.plumbline.collector.host;

import org.jspecify.annotations.NullMarked;
