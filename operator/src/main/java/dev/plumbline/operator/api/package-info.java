/**
 * The custom resources of {@code plumbline.dev/v1alpha1}. The files in {@code crds/} are generated
 * from these types.
 */
@NullMarked
package dev.plumbline.operator.api;

import org.jspecify.annotations.NullMarked;
