/** Examples of a control's fix in the formats of installers. */
@NullMarked
package dev.plumbline.cli.example;

import org.jspecify.annotations.NullMarked;
