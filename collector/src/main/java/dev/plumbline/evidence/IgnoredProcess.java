package dev.plumbline.evidence;

/**
 * A process that has a component's name and belongs to a workload, not to the node.
 *
 * @param name the program's name in {@code argv[0]}
 * @param pid its process id on the node
 * @param why a sentence for people
 */
public record IgnoredProcess(String name, int pid, String why) {}
