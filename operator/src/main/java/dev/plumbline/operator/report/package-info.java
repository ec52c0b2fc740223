/** Turns findings on nodes into a ComplianceReport. */
@NullMarked
package dev.plumbline.operator.report;

import org.jspecify.annotations.NullMarked;
