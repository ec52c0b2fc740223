/**
 * {@code plumbline try}: a scan without a cluster, against fabric8's mock API server and local
 * processes. Neither the image nor the kubectl plugin has this module.
 */
@NullMarked
package dev.plumbline.sandbox;

import org.jspecify.annotations.NullMarked;
