/** The custom resources of {@code plumbline.dev/v1alpha1}, as the Kubernetes client knows them. */
@NullMarked
package dev.plumbline.operator.api;

import org.jspecify.annotations.NullMarked;
