/**
 * The spec and status of the custom resources of {@code plumbline.dev/v1alpha1}, as records. The
 * files in {@code crds/} are generated from these types.
 */
@NullMarked
package dev.plumbline.report.model;

import org.jspecify.annotations.NullMarked;
