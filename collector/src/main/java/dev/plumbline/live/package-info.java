/** What a running component answers about itself, as evidence. Reads texts; asks nobody. */
@NullMarked
package dev.plumbline.live;

import org.jspecify.annotations.NullMarked;
