/**
 * What was read of one node, or of one repository. Values only: the collector makes them, the
 * engine reads them, and JSON carries them from one to the other.
 */
@NullMarked
package dev.plumbline.evidence;

import org.jspecify.annotations.NullMarked;
