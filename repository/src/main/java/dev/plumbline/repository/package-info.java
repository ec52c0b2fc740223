/**
 * What repositories hold of a control plane and its nodes: one class for each format, and {@link
 * dev.plumbline.repository.RepositoryFile} with their list.
 */
@NullMarked
package dev.plumbline.repository;

import org.jspecify.annotations.NullMarked;
