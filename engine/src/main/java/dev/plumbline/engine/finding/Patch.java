package dev.plumbline.engine.finding;

/**
 * A change to one file of a node.
 *
 * @param file the file's path on the node
 * @param diff a unified diff, for {@code patch -p1} in the node's root directory
 */
public record Patch(String file, String diff) {}
