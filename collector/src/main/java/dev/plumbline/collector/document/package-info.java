/** YAML and JSON text as trees, refusing what parsers read differently. */
@NullMarked
package dev.plumbline.collector.document;

import org.jspecify.annotations.NullMarked;
