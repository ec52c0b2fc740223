/**
 * What {@code plumbline try} stands in for a cluster with: an API server on loopback, and a node
 * whose Jobs are local processes.
 */
@NullMarked
package dev.plumbline.cli.embedded;

import org.jspecify.annotations.NullMarked;
