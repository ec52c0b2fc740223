package dev.plumbline.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The text that Kubernetes 1.32 to 1.34 answer with. It is not meant to be parsed: the server picks
 * one of four separators when it starts. So all lines have to have the same one, in ascending order
 * of names, or nothing is taken from any: a value with a line's end in it could be taken for
 * another flag.
 */
final class FlagzText {

  /**
   * The longer first: with the shorter, every value would begin with a space, also those of flags
   * that are true or false.
   */
  private static final List<String> SEPARATORS = List.of(": ", ":", "=", " ");

  /** The lines before the flags: an empty one, a title and a warning. */
  private static final int HEAD = 3;

  private FlagzText() {}

  static Map<String, String> flags(Set<String> components, String text) throws InvalidAnswer {
    List<String> lines = text.lines().toList();
    boolean headed =
        lines.size() >= HEAD
            && lines.get(0).isEmpty()
            && components.stream()
                .flatMap(name -> Stream.of(name + " flags", name + " flagz"))
                .anyMatch(lines.get(1)::equals)
            && lines.get(2).startsWith("Warning: ");
    if (!headed) {
      throw new InvalidAnswer(
          "answered with a text that does not begin as one of this component does");
    }
    // Up to 1.34 an empty line follows.
    boolean empty = lines.size() > HEAD && lines.get(HEAD).isEmpty();
    List<String> all = lines.subList(empty ? HEAD + 1 : HEAD, lines.size());
    String separator =
        SEPARATORS.stream()
            .filter(one -> all.stream().allMatch(line -> nameIn(line, one).isPresent()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidAnswer("answered with lines that are not all a flag and its value"));
    FlagNames names = new FlagNames();
    String before = "";
    for (String line : all) {
      String name = nameIn(line, separator).orElseThrow();
      if (name.compareTo(before) <= 0) {
        throw new InvalidAnswer(
            "answered with flags that are not in order, so that a value may have several lines");
      }
      before = name;
      names.add(name, line.substring(name.length() + separator.length()));
    }
    return names.all();
  }

  private static Optional<String> nameIn(String line, String separator) {
    int end = line.indexOf(separator);
    return end > 0 && FlagNames.isName(line.substring(0, end))
        ? Optional.of(line.substring(0, end))
        : Optional.empty();
  }
}
