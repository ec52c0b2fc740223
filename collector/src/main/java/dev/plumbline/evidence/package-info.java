/**
 * What one node, or one repository, says of itself. Values only: the collector makes them, the
 * engine reads them, and JSON carries them from one to the other.
 */
@NullMarked
package dev.plumbline.evidence;

import org.jspecify.annotations.NullMarked;
