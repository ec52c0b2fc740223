package dev.plumbline.report;

import dev.plumbline.engine.finding.Listed;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.report.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The releases that the components of a report were evaluated as, and what determined each.
 *
 * @param determined the components by release and basis, which is a clause
 * @param undetermined the components whose release nothing determined in some source
 */
public record ReleasesEvaluated(
    SortedMap<String, SortedSet<String>> determined, SortedSet<String> undetermined) {

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
    SortedMap<String, SortedSet<String>> determined = new TreeMap<>();
    SortedSet<String> undetermined = new TreeSet<>();
    sources.forEach(
        source ->
            source.forEach(
                (component, release) -> {
                  if (release instanceof Release.Known known) {
                    determined
                        .computeIfAbsent(
                            known.version() + " by " + known.basis(), clause -> new TreeSet<>())
                        .add(component);
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
      List<String> clauses = new ArrayList<>();
      determined.forEach(
          (release, components) -> clauses.add(String.join(", ", components) + " as " + release));
      sentences.add("Evaluated " + Listed.first(clauses, MAX_CLAUSES, "; ") + ".");
    }
    if (!undetermined.isEmpty()) {
      sentences.add(
          "The release of "
              + Listed.first(undetermined, MAX_CLAUSES)
              + " is not known: only what all known releases agree on counts as a default.");
    }
    return String.join(" ", sentences);
  }
}
