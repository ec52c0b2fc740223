package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.component.FileFacts;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node's own files as expressions see them: {@code files['kubernetes-pki']} and the other sets
 * that the collector looks at.
 */
final class NodeFiles {

  /** More than a finding can show. */
  private static final int MAX_SEEN = 12;

  private NodeFiles() {}

  static Facts facts(Evidence evidence) {
    Map<String, Object> files = new HashMap<>();
    Map<String, String> untold = new HashMap<>();
    Map<String, List<EvidenceRef>> places = new HashMap<>();
    Set<String> given = new HashSet<>();
    for (FileSet set : evidence.fileSets()) {
      String input = "files." + set.name();
      files.put(
          set.name(), set.files().stream().map(file -> FileFacts.map(file, List.of())).toList());
      places.put(input, set.files().stream().limit(MAX_SEEN).map(NodeFiles::seen).toList());
      given.add(input);
      set.unseen().stream()
          .findFirst()
          .ifPresent(problem -> untold.put(input, problem.place().file() + " " + problem.why()));
    }
    if (evidence.fileSets().isEmpty()) {
      untold.put("files", "the node's files were not looked at");
    }
    return new Facts(Map.of("files", files), untold, given, places);
  }

  private static EvidenceRef seen(HostFile file) {
    return new EvidenceRef(file.path(), 1, FileFacts.describe(file));
  }
}
