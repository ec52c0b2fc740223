/**
 * Records as bytes, a form that loads fast: what the build makes of YAML files that people write.
 */
@NullMarked
package dev.plumbline.packed;

import org.jspecify.annotations.NullMarked;
