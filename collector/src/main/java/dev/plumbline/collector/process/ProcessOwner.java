package dev.plumbline.collector.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a process is, by what the kernel says of it: {@code argv[0]} alone is anybody's to choose.
 *
 * @param why a sentence for people, empty when the node itself owns it
 * @param pod the UID of the pod that it belongs to, with dashes; empty for none and for a static
 *     pod
 */
record ProcessOwner(Kind kind, String why, String pod) {

  ProcessOwner(Kind kind, String why) {
    this(kind, why, "");
  }

  enum Kind {
    /** It runs on the host, in no container. */
    HOST,
    /** It belongs to a pod that the kubelet started from a file on the node. */
    STATIC_POD,
    /** It belongs to a pod that the API server knows, so anybody's who may create one. */
    POD,
    SOMEONE_ELSE,
    UNKNOWN
  }

  /** {@code Uid:} with the real, effective, saved and file-system uid; see proc_pid_status(5). */
  private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+(\\d+)\\s+(\\d+)\\s+");

  /**
   * A pod's folder in a cgroup path. The kubelet derives a static pod's UID from a hash of its
   * manifest, 32 hex digits; the API server gives every other pod an RFC 4122 UUID with dashes,
   * which the systemd driver writes as underscores.
   */
  private static final Pattern POD =
      Pattern.compile(
          "[/-]pod(?:([0-9a-f]{32})|([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}))(?=[/.]|$)");

  /** Container runtimes that run outside the kubelet. */
  private static final Pattern CONTAINER =
      Pattern.compile(
          "/(docker|libpod|lxc|machine\\.slice|garden)[/-]|/(docker|libpod|crio|cri-containerd|nerdctl)-[0-9a-f]{12}|kubepods");

  static ProcessOwner of(String status, String cgroup) {
    Matcher uid = UID.matcher(status);
    if (!uid.find()) {
      return new ProcessOwner(Kind.UNKNOWN, "runs, but under which user can't be told");
    }
    if (!uid.group(1).equals("0") || !uid.group(2).equals("0")) {
      return new ProcessOwner(Kind.SOMEONE_ELSE, "runs as uid " + uid.group(2) + ", not as root");
    }
    List<String> paths =
        cgroup.lines().map(ProcessOwner::path).filter(path -> !path.isEmpty()).toList();
    if (paths.isEmpty()) {
      return new ProcessOwner(Kind.UNKNOWN, "runs, but in which cgroup can't be told");
    }
    return byCgroup(paths);
  }

  private static ProcessOwner byCgroup(List<String> paths) {
    boolean inStaticPod = false;
    for (String path : paths) {
      Optional<Matcher> pod = Optional.of(POD.matcher(path)).filter(Matcher::find);
      if (pod.isPresent() && pod.get().group(2) != null) {
        String uid = pod.get().group(2).replace('_', '-');
        return new ProcessOwner(Kind.POD, "belongs to the pod " + uid, uid);
      }
      inStaticPod |= pod.isPresent();
      if (pod.isEmpty() && CONTAINER.matcher(path).find()) {
        return new ProcessOwner(
            Kind.SOMEONE_ELSE, "belongs to a container that is no static pod's");
      }
    }
    return new ProcessOwner(inStaticPod ? Kind.STATIC_POD : Kind.HOST, "");
  }

  /** The path of a line {@code hierarchy:controllers:path}; see cgroups(7). */
  private static String path(String line) {
    String[] fields = line.split(":", 3);
    return fields.length == 3 ? fields[2] : "";
  }
}
