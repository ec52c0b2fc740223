/** Signed reports: DSSE envelopes, in-toto statements, and whether a report is what was signed. */
@NullMarked
package dev.plumbline.report.signature;

import org.jspecify.annotations.NullMarked;
