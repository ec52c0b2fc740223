/** What expressions may know of one component, file or cluster. */
@NullMarked
package dev.plumbline.engine.fact;

import org.jspecify.annotations.NullMarked;
