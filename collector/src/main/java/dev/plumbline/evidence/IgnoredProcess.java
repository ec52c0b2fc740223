package dev.plumbline.evidence;

/**
 * A process that bears a component's name without being the node's own.
 *
 * @param name the program's name in {@code argv[0]}
 * @param pid its process id on the node
 * @param why a sentence for people
 */
public record IgnoredProcess(String name, int pid, String why) {}
