/** Static pods, and the program and arguments that a container starts. */
@NullMarked
package dev.plumbline.collector.manifest;

import org.jspecify.annotations.NullMarked;
