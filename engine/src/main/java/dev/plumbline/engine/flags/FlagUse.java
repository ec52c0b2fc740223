package dev.plumbline.engine.flags;

import dev.plumbline.evidence.Argument.Resolution;

/**
 * One use of a flag on a command line.
 *
 * @param flag its name with dashes
 * @param value its value as given
 * @param resolution whether that value is known to its end
 * @param index the argument that holds it, from 0
 * @param width how many arguments it takes up: 2 when the value is an argument of its own
 */
public record FlagUse(String flag, String value, Resolution resolution, int index, int width) {}
