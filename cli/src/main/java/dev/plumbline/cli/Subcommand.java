package dev.plumbline.cli;

/**
 * A command of another module, found by {@link java.util.ServiceLoader}: the sandbox adds {@code
 * try}, so that the image and the kubectl plugin need not carry what it starts.
 */
public interface Subcommand {}
