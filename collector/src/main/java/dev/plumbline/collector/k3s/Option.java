package dev.plumbline.collector.k3s;

import dev.plumbline.evidence.SourceLocation;

/**
 * An option of k3s.
 *
 * @param name its long name, without dashes
 * @param value {@code true} for a boolean that is given without a value
 * @param place where it is written
 */
record Option(String name, String value, SourceLocation place) {}
