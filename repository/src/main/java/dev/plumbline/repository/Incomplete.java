package dev.plumbline.repository;

import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.Problem;
import dev.plumbline.repository.SourceFile.Parsed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of which a part could not be read: it may replace anything that the rest says. */
final class Incomplete {

  private Incomplete() {}

  /**
   * The outcomes, with the problems of a part those of the file that it is read with as well.
   *
   * @param parsed the files of which the documents are known
   */
  static Map<Path, FileOutcome> parts(Map<Path, FileOutcome> outcomes, Map<Path, Parsed> parsed) {
    Map<Path, FileOutcome> all = new LinkedHashMap<>(outcomes);
    outcomes.forEach(
        (path, outcome) -> {
          if (outcome instanceof FileOutcome.Unreadable unreadable) {
            for (Path whole : wholes(path, parsed)) {
              all.computeIfPresent(whole, (key, other) -> with(unreadable.evidence(), other));
            }
          }
        });
    return all;
  }

  /** The files that one, or a directory of which the files are not known, is a part of. */
  private static List<Path> wholes(Path part, Map<Path, Parsed> parsed) {
    List<Path> wholes = new ArrayList<>();
    parsed.forEach(
        (path, file) -> {
          Path dropIns = ConfigDropIns.directoryOf(ConfigDropIns.mainOf(path).orElse(path));
          List<Path> patches = KubeadmPatchFiles.directories(path, file);
          boolean dropIn = ConfigDropIns.mainOf(part).isPresent();
          if (part.equals(dropIns)
              || dropIn && dropIns.equals(part.getParent())
              || patches.contains(part)
              || KubeadmPatchFiles.mayBePatch(part) && patches.contains(part.getParent())) {
            wholes.add(path);
          }
        });
    return wholes;
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
