package dev.plumbline.report;

import dev.plumbline.engine.flags.Release;
import dev.plumbline.report.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The releases that the components of a report were evaluated as, and what determined each.
 *
 * @param determined clauses, one for each component, release and basis
 * @param undetermined the components whose release nothing determined in some source
 */
public record ReleasesEvaluated(SortedSet<String> determined, SortedSet<String> undetermined) {

  /** True when the release of every component was determined. */
  public static final String TYPE = "ReleasesDetermined";

  /** More than anybody reads in a condition. */
  private static final int MAX_CLAUSES = 8;

  /**
   * Gathers them.
   *
   * @param sources the release of each component by its name, for each node or file
   */
  public static ReleasesEvaluated of(Stream<Map<String, Release>> sources) {
    SortedSet<String> determined = new TreeSet<>();
    SortedSet<String> undetermined = new TreeSet<>();
    sources.forEach(
        source ->
            source.forEach(
                (component, release) -> {
                  if (release instanceof Release.Known known) {
                    determined.add(component + " as " + known.version() + " by " + known.basis());
                  } else {
                    undetermined.add(component);
                  }
                }));
    return new ReleasesEvaluated(determined, undetermined);
  }

  Condition condition(Conditions conditions) {
    if (determined.isEmpty() && undetermined.isEmpty()) {
      return conditions.of(TYPE, "Unknown", "NoComponents", "No component was evaluated.");
    }
    return undetermined.isEmpty()
        ? conditions.of(TYPE, "True", "Determined", sentences())
        : conditions.of(TYPE, "False", "NotDetermined", sentences());
  }

  private String sentences() {
    List<String> sentences = new ArrayList<>();
    if (!determined.isEmpty()) {
      sentences.add("Evaluated " + listed(determined) + ".");
    }
    if (!undetermined.isEmpty()) {
      sentences.add(
          "The release of "
              + listed(undetermined)
              + " is not known: only what all known releases agree on counts as a default.");
    }
    return String.join(" ", sentences);
  }

  private static String listed(SortedSet<String> clauses) {
    String some = String.join(", ", clauses.stream().limit(MAX_CLAUSES).toList());
    int more = clauses.size() - MAX_CLAUSES;
    return more > 0 ? some + " and " + more + " more" : some;
  }
}
