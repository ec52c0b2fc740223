/** The {@code plumbline} command. */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
