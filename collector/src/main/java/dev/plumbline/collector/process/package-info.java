/** Components among a node's processes, and whose each process is. */
@NullMarked
package dev.plumbline.collector.process;

import org.jspecify.annotations.NullMarked;
