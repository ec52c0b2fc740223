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
import dev.plumbline.evidence.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A node's own files as expressions see them: {@code files['kubernetes-pki']} and the other sets
 * that the collector looks at.
 */
final class NodeFiles {

  /** More than a finding can show. */
  private static final int MAX_LOCATIONS = 12;

  /** The empty name is that of a problem that may be of any component. */
  private static final Set<String> CONTROL_PLANE =
      Set.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "");

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
    if (Distributions.isOfControlPlane(path) && hasNoControlPlane(evidence)) {
      return false;
    }
    boolean kubelet =
        evidence.components().stream()
            .anyMatch(c -> c.name().equals("kubelet") && c.source() == Component.Source.PROCESS);
    return !(kubelet && Distributions.owning(path).filter(Distribution::embedsKubelet).isPresent());
  }

  /** A component that could not be read is one. */
  private static boolean hasNoControlPlane(Evidence evidence) {
    Stream<String> found =
        Stream.concat(
            evidence.components().stream().map(Component::name),
            evidence.problems().stream().map(Problem::component));
    return Inspected.of(evidence).showsComponents() && found.noneMatch(CONTROL_PLANE::contains);
  }

  private static EvidenceRef location(HostFile file) {
    return new EvidenceRef(file.path(), 1, FileFacts.describe(file));
  }
}
