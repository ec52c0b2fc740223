package dev.plumbline.engine.finding;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Some of many things in a sentence, which says how many it leaves out. */
public final class Listed {

  private Listed() {}

  /**
   * All of them, or the first and how many more there are.
   *
   * @param max the most that are named
   */
  public static String first(Collection<String> all, int max) {
    return of(all.stream().limit(max).toList(), all.size());
  }

  /**
   * The same of sentences and of things that have commas of their own.
   *
   * @param separator such as {@code "; "}
   */
  public static String first(Collection<String> all, int max, String separator) {
    String named = all.stream().limit(max).collect(Collectors.joining(separator));
    int left = all.size() - max;
    return left > 0 ? named + separator + "and " + left + " more" : named;
  }

  /**
   * What is named, and how many more there are.
   *
   * @param count how many there are with those that are named
   */
  public static String of(List<String> named, int count) {
    return String.join(", ", named) + andMore(count - named.size());
  }

  /** The end of a list that leaves out so many; empty when it leaves out none. */
  public static String andMore(int left) {
    return left > 0 ? " and " + left + " more" : "";
  }
}
