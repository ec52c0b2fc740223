/**
 * Reads the files in repositories that configure a control plane and its nodes into evidence: one
 * class for each format, a table of its known fields, and {@link
 * dev.plumbline.repository.RepositoryFile} with the list of formats.
 */
@NullMarked
package dev.plumbline.repository;

import org.jspecify.annotations.NullMarked;
