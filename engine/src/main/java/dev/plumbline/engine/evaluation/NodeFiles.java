package dev.plumbline.engine.evaluation;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.engine.component.FileFacts;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import java.util.List;
import java.util.Optional;

/**
 * A node's own files as expressions see them: {@code files['kubernetes-pki']} and the other sets
 * that the collector looks at.
 */
final class NodeFiles {

  /** More than a finding can show. */
  private static final int MAX_LOCATIONS = 12;

  private NodeFiles() {}

  static Facts facts(Evidence evidence) {
    Facts.Builder facts = new Facts.Builder();
    for (FileSet set : evidence.fileSets()) {
      facts.put(InputRef.file(set.name()), fact(set, evidence));
    }
    return facts
        .rest(InputRef.FILES, input -> Fact.unknown("the node's files were not inspected"))
        .build();
  }

  private static Fact fact(FileSet set, Evidence evidence) {
    if (!set.unseen().isEmpty()) {
      var problem = set.unseen().get(0);
      return Fact.unknown(problem.place().file() + " " + problem.why());
    }
    Optional<String> outOfScope =
        set.outOfScope().stream().filter(path -> mayBeOf(path, evidence)).findFirst();
    // What was found of the set does not stand for the part that could not be looked at.
    if (outOfScope.isPresent()) {
      return new Fact.OutOfScope(FileFacts.outOfScope(outOfScope.get()));
    }
    if (set.files().isEmpty()) {
      return new Fact.Absent("none of these was found: " + String.join(", ", set.lookedAt()));
    }
    return new Fact.Explicit(
        set.files().stream().map(file -> FileFacts.map(file, List.of())).toList(),
        set.files().stream().limit(MAX_LOCATIONS).map(NodeFiles::location).toList());
  }

  /**
   * Whether a node may have what a path names: not where only another distribution has it. A
   * kubelet process of its own rules out those that run it within another program.
   */
  private static boolean mayBeOf(String path, Evidence evidence) {
    boolean kubelet =
        evidence.components().stream()
            .anyMatch(c -> c.name().equals("kubelet") && c.source() == Component.Source.PROCESS);
    return !(kubelet && Distributions.owning(path).filter(Distribution::embedsKubelet).isPresent());
  }

  private static EvidenceRef location(HostFile file) {
    return new EvidenceRef(file.path(), 1, FileFacts.describe(file));
  }
}
