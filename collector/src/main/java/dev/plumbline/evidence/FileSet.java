package dev.plumbline.evidence;

import java.util.List;

/**
 * Files of a node that belong together, such as its certificates.
 *
 * @param name what they are, e.g. {@code kubernetes-pki}
 * @param lookedAt the paths that were looked up, whether something is there or not
 * @param files what is there
 * @param unseen why some of them could not be read; empty when all could
 * @param outOfScope paths that lie outside of the directories that could be read
 */
public record FileSet(
    String name,
    List<String> lookedAt,
    List<HostFile> files,
    List<Problem> unseen,
    List<String> outOfScope) {

  /** The set of the files that distributions are recognised by. */
  public static final String DISTRIBUTION = "distribution";

  /** The set of what lies in the directories of static pods. */
  public static final String STATIC_PODS = "static-pod-manifests";

  public FileSet {
    lookedAt = List.copyOf(lookedAt);
    files = List.copyOf(files);
    unseen = List.copyOf(unseen);
    outOfScope = List.copyOf(outOfScope);
  }
}
