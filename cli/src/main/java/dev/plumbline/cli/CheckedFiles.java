package dev.plumbline.cli;

import dev.plumbline.cli.input.RepositoryEvidence;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.NodeFindings;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of a repository, or one host root.
 *
 * @param sources evidence by the name of its file or host
 * @param undetermined sentences on arguments in which nothing was found to evaluate
 * @param unknown what keeps settings from being known, as sentences by the name of the file
 * @param hints the release of components whose own evidence does not name it
 */
record CheckedFiles(
    Map<String, Evidence> sources,
    List<String> undetermined,
    Map<String, List<String>> unknown,
    ReleaseHints hints)
    implements CheckInput {

  /** Sources that are no files: that one was not read this time does not mean that it is gone. */
  private static final Set<String> NO_FILES =
      Set.of(NodeFindings.HOST, RepositoryEvidence.STDIN_NAME);

  /** A host root. */
  static CheckedFiles host(Evidence evidence, ReleaseHints hints) {
    return new CheckedFiles(Map.of(ErrorLines.HOST, evidence), List.of(), Map.of(), hints);
  }

  @Override
  public CheckedPlatforms platforms(Catalogue shipped) {
    return CheckedPlatforms.of(shipped, sources, hints);
  }

  @Override
  public Checked evaluate(CheckRules rules) {
    return new RepositoryCheck(rules, hints).evaluate(sources);
  }

  @Override
  public Set<String> undetermined(List<ControlResult> results) {
    Set<String> reasons = new LinkedHashSet<>(undetermined);
    unknown.values().forEach(reasons::addAll);
    reasons.addAll(ErrorLines.of(results, unknown));
    return reasons;
  }

  @Override
  public boolean mayExist(String source) {
    return NO_FILES.contains(source) || Files.exists(Path.of(source));
  }
}
