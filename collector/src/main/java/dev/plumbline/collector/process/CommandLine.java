package dev.plumbline.collector.process;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a process was started with, by its {@code /proc/PID/cmdline}.
 *
 * @param path {@code argv[0]}
 * @param arguments what follows
 * @param form what the arguments are
 */
record CommandLine(String path, List<String> arguments, Form form) {

  /** What the kernel shows of a process's arguments. */
  enum Form {
    /** Those that it was started with. */
    ARGUMENTS,
    /** A title that it has written over them, which leaves out its options. */
    TITLE
  }

  CommandLine {
    arguments = List.copyOf(arguments);
  }

  /** Each argument ends in a NUL; an empty argument is one too. */
  static CommandLine of(String text) {
    String body = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    List<String> words = List.of(body.split("\0", -1));
    CommandLine plain = of(words, Form.ARGUMENTS);
    // k3s overwrites its arguments with one string, and NULs up to the old length.
    CommandLine rewritten = of(Arrays.asList(words.get(0).strip().split("\\s+", -1)), Form.TITLE);
    boolean isRewritten =
        words.stream().skip(1).allMatch(String::isEmpty)
            && Distributions.program(rewritten.program()).isPresent();
    return isRewritten ? rewritten : plain;
  }

  private static CommandLine of(List<String> words, Form form) {
    return new CommandLine(words.get(0), words.subList(1, words.size()), form);
  }

  /** The file name in {@code argv[0]}. */
  String program() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The directories that it shows to be elsewhere than its distribution has them. */
  MovedDirectories moved() {
    List<String> words = new ArrayList<>(arguments);
    words.add(path);
    return Distributions.moved(program(), words);
  }

  boolean isComponent() {
    return Component.NAMES.contains(program());
  }
}
