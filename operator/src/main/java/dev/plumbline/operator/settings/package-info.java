/** Settings of the operator's process. */
@NullMarked
package dev.plumbline.operator.settings;

import org.jspecify.annotations.NullMarked;
