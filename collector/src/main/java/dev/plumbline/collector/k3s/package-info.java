/** What k3s gives the components that it runs within itself. */
@NullMarked
package dev.plumbline.collector.k3s;

import org.jspecify.annotations.NullMarked;
