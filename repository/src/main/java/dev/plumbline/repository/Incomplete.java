package dev.plumbline.repository;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of which a part could not be read: it may replace anything that the rest says. */
final class Incomplete {

  private Incomplete() {}

  /** The outcomes, with the problems of a drop-in those of the file that it adds to as well. */
  static Map<Path, FileOutcome> dropIns(Map<Path, FileOutcome> outcomes) {
    Map<Path, FileOutcome> all = new LinkedHashMap<>(outcomes);
    outcomes.forEach(
        (path, outcome) -> {
          if (outcome instanceof FileOutcome.Unreadable unreadable) {
            ConfigDropIns.mainOf(path)
                .ifPresent(
                    main ->
                        all.computeIfPresent(
                            main, (key, whole) -> with(unreadable.evidence(), whole)));
          }
        });
    return all;
  }

  private static FileOutcome with(Evidence part, FileOutcome whole) {
    if (!(whole instanceof FileOutcome.Evaluated evaluated)) {
      return whole;
    }
    List<Problem> problems = new ArrayList<>(evaluated.evidence().problems());
    problems.addAll(part.problems());
    return new FileOutcome.Evaluated(
        evaluated.file(), Problems.evidence(evaluated.evidence().components(), problems));
  }
}
