/** The operator: watches ComplianceScans, and settings of the process itself. */
@NullMarked
package dev.plumbline.operator;

import org.jspecify.annotations.NullMarked;
