/** What the operator tells Prometheus and probes. */
@NullMarked
package dev.plumbline.operator.metrics;

import org.jspecify.annotations.NullMarked;
