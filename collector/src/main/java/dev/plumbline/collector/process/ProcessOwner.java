package dev.plumbline.collector.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a process is, by what the kernel reports of it: any program can choose its {@code argv[0]}.
 *
 * <p>It is the cgroup that decides. Only the kubelet and the init system place processes into
 * theirs, while the user differs between distributions: k0s and systemd units run components as
 * users of their own.
 */
sealed interface ProcessOwner {

  /** It runs on the node, in no container. */
  record Node() implements ProcessOwner {}

  /** It belongs to a pod that the kubelet started from a file on the node. */
  record StaticPod() implements ProcessOwner {}

  /**
   * It belongs to a pod that the API server knows, so to anybody who may create one.
   *
   * @param uid the pod's, with dashes
   */
  record Pod(String uid) implements ProcessOwner {}

  /** It belongs to a container that the kubelet didn't start. */
  record OtherContainer() implements ProcessOwner {}

  /** Somebody who has logged in runs it, and that is not root. */
  record UserSession(long uid) implements ProcessOwner {}

  /** It could not be determined. */
  record Unknown() implements ProcessOwner {}

  /** {@code Uid:} with the real, effective, saved and file-system uid; see proc_pid_status(5). */
  Pattern UID = Pattern.compile("(?m)^Uid:\\s+(\\d{1,10})\\s+(\\d{1,10})\\s+");

  /**
   * A pod's directory in a cgroup path. The kubelet derives a static pod's UID from a hash of its
   * manifest, 32 hex digits; the API server gives every other pod an RFC 4122 UUID with dashes,
   * which the systemd driver writes as underscores.
   */
  Pattern POD =
      Pattern.compile(
          "[/-]pod(?:([0-9a-f]{32})|([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}))(?=[/.]|$)");

  /** What container runtimes call the cgroups of containers. */
  Pattern CONTAINER =
      Pattern.compile(
          "/(docker|libpod|lxc|machine\\.slice|garden|containerd|k8s\\.io|default|moby)/(?=[0-9a-f]{12})"
              + "|/(docker|lxc|machine\\.slice|garden)[/-]"
              + "|[/:-](docker|libpod|crio|cri-containerd|nerdctl)[-:][0-9a-f]{12}"
              // BOSH's bpm names them by the job: src/bpm/jobid/encoding.go in bpm-release.
              + "|[/-]bpm-[a-z]"
              + "|/libpod_parent/");

  /** The kubelet's cgroups, below which only pods are. */
  Pattern KUBEPODS = Pattern.compile("/kubepods(?:\\.slice)?(?=/|$)");

  /** The cgroups of people who have logged in; see systemd-logind(8). */
  Pattern SESSION = Pattern.compile("/user\\.slice(?=/|$)");

  /**
   * Decides by the texts of {@code /proc/PID/status} and {@code /proc/PID/cgroup}. With a cgroup
   * namespace of the reader's own, a path starts with {@code /..}, and only its end is known.
   */
  static ProcessOwner of(String status, String cgroup) {
    List<String> paths = paths(cgroup);
    Matcher uids = UID.matcher(status);
    if (paths.isEmpty() || !uids.find()) {
      return new Unknown();
    }
    long uid = Long.parseLong(uids.group(2));
    if (uid != 0 && paths.stream().anyMatch(path -> SESSION.matcher(path).find())) {
      return new UserSession(uid);
    }
    return byCgroup(paths);
  }

  private static ProcessOwner byCgroup(List<String> paths) {
    boolean inStaticPod = false;
    boolean inOther = false;
    for (String path : paths) {
      Optional<Matcher> pod = Optional.of(POD.matcher(path)).filter(Matcher::find);
      if (pod.isPresent() && pod.get().group(2) != null) {
        return new Pod(pod.get().group(2).replace('_', '-'));
      }
      inStaticPod |= pod.isPresent();
      // A container before the pod holds a whole node of its own, such as kind's.
      String outside = pod.isPresent() ? path.substring(0, pod.get().start()) : path;
      inOther |= CONTAINER.matcher(outside).find();
      inOther |= pod.isEmpty() && KUBEPODS.matcher(path).find();
    }
    if (inOther) {
      return new OtherContainer();
    }
    return inStaticPod ? new StaticPod() : new Node();
  }

  /** The paths of lines {@code hierarchy:controllers:path}; see cgroups(7). */
  static List<String> paths(String cgroup) {
    return cgroup
        .lines()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3 && !fields[2].isEmpty())
        .map(fields -> fields[2])
        .toList();
  }
}
