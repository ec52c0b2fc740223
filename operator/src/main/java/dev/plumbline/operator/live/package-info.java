/** Asks components what they have in force. */
@NullMarked
package dev.plumbline.operator.live;

import org.jspecify.annotations.NullMarked;
