package dev.plumbline.cli.example;

/**
 * A file as its installer reads it.
 *
 * @param name by which some files are known for what they are
 */
record ExampleFile(String name, String text) {}
