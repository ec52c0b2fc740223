package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A shell that is given its script as an argument.
 *
 * @param parameters what follows the script: {@code $0}, then {@code $1} and on
 * @param options whether any changes what the script means
 */
record ShellInvocation(Argument script, List<Argument> parameters, Options options) {

  private static final Set<String> HARMLESS =
      Set.of("pipefail", "errexit", "nounset", "xtrace", "verbose", "noglob");

  /** What a shell's options do. */
  enum Options {
    HARMLESS,
    NOT_FOLLOWED
  }

  /** By what follows the shell's name; empty when that is no script. */
  static Optional<ShellInvocation> of(List<Argument> words) {
    Options options = Options.HARMLESS;
    int at = 0;
    while (at < words.size() && words.get(at).value().matches("-[a-z]+")) {
      String option = words.get(at).value();
      options = changesMeaning(option) ? Options.NOT_FOLLOWED : options;
      if (option.endsWith("c")) {
        return at + 1 < words.size()
            ? Optional.of(
                new ShellInvocation(
                    words.get(at + 1), words.subList(at + 2, words.size()), options))
            : Optional.empty();
      }
      if (option.endsWith("o")) {
        at++;
        boolean harmless = at < words.size() && HARMLESS.contains(words.get(at).value());
        options = harmless ? options : Options.NOT_FOLLOWED;
      }
      at++;
    }
    return Optional.empty();
  }

  /**
   * Options that export every variable, take assignments from arguments, or run nothing; and one
   * whose own argument is not the next word.
   */
  private static boolean changesMeaning(String option) {
    return option.matches("-[a-z]*[akns][a-z]*|-[a-z]*o[a-z]+");
  }
}
