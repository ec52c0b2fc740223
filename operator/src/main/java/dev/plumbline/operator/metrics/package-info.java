/** Metrics for Prometheus, and the health endpoints. */
@NullMarked
package dev.plumbline.operator.metrics;

import org.jspecify.annotations.NullMarked;
