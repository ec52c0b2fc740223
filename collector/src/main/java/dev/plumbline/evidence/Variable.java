package dev.plumbline.evidence;

/**
 * A variable of a component's environment that is an alternative to one of its flags.
 *
 * @param name e.g. {@code ETCD_AUTO_TLS}
 * @param value its text
 * @param resolution whether all of the text is known
 * @param place where it was read
 */
public record Variable(
    String name, String value, Argument.Resolution resolution, SourceLocation place) {}
