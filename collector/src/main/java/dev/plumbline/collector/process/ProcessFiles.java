package dev.plumbline.collector.process;

import dev.plumbline.collector.host.Accounts;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.reference.MountInfo;
import dev.plumbline.collector.reference.MountNamespace;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel shows of one process. */
final class ProcessFiles {

  /** The kernel gives arguments and environment a quarter of the stack limit, 2 MiB by default. */
  private static final int MAX_COMMAND_LINE = 2 * 1024 * 1024;

  private static final int MAX_STATUS = 64 * 1024;

  /** It has a line for each core and a long one for interrupts. */
  private static final int MAX_SYSTEM = 1024 * 1024;

  /** The init system, whose mounts are the node's. */
  private static final String FIRST_PROCESS = "/proc/1/mountinfo";

  /** Go limits a program to 10,000. */
  private static final int MAX_THREADS = 10_000;

  /** Longer than the cgroup paths that runtimes make. */
  private static final int LONGEST_CGROUP = 300;

  private final HostFileSystem host;
  private final int pid;

  ProcessFiles(HostFileSystem host, int pid) {
    this.host = host;
    this.pid = pid;
  }

  int pid() {
    return pid;
  }

  String path(String name) {
    return "/proc/" + pid + "/" + name;
  }

  FileContent commandLine() {
    return host.readLeniently(path("cmdline"), MAX_COMMAND_LINE);
  }

  FileContent environment() {
    return host.readLeniently(path("environ"), MAX_COMMAND_LINE);
  }

  /** Whether the process is still there. */
  boolean exists() {
    return host.isDirectory("/proc/" + pid);
  }

  ProcessOwner owner() {
    return text("status")
        .flatMap(status -> text("cgroup").map(cgroup -> ProcessOwner.of(status, cgroup)))
        .orElse(new ProcessOwner.Unknown());
  }

  private Optional<String> text(String name) {
    return host.readLeniently(path(name), MAX_STATUS) instanceof FileContent.Text text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  /** When it was started; {@code Instant.MAX} when that is not known. */
  Instant started() {
    FileContent process = host.readLeniently(path("stat"), MAX_STATUS);
    FileContent system = host.readLeniently("/proc/stat", MAX_SYSTEM);
    return ProcessStart.of(process, system).orElse(Instant.MAX);
  }

  /** Its mounts, as the kernel shows them; empty where it does not. */
  Optional<MountNamespace> mounts() {
    return MountInfo.read(host, path("mountinfo"))
        .flatMap(
            own ->
                MountInfo.read(host, FIRST_PROCESS)
                    .flatMap(node -> MountInfo.of(own, node, host::covers)));
  }

  /**
   * When the program was started that it runs now, of one written in Go: whoever starts it may have
   * been a script before, in the same process. Go's runtime makes a thread at once that stays, and
   * no thread outlives the program before.
   */
  Instant programStarted() {
    FileContent system = host.readLeniently("/proc/stat", MAX_SYSTEM);
    return host.list(path("task"), MAX_THREADS).found().orElse(List.of()).stream()
        .filter(thread -> !thread.equals(Integer.toString(pid)))
        .map(thread -> host.readLeniently(path("task/" + thread + "/stat"), MAX_STATUS))
        .flatMap(stat -> ProcessStart.of(stat, system).stream())
        .min(Comparator.naturalOrder())
        .orElseGet(this::started);
  }

  /** The systemd service that it belongs to; empty when its cgroup names none. */
  Optional<String> service() {
    return text("cgroup").map(ProcessOwner::paths).orElse(List.of()).stream()
        .flatMap(path -> Arrays.stream(path.split("/", -1)))
        .filter(name -> name.matches("[\\w.@:-]{1,200}\\.service"))
        .reduce((outer, inner) -> inner);
  }

  /** Its working directory; empty when that is not known, or was deleted. */
  String workingDirectory() {
    return host.linkTarget(path("cwd"))
        .found()
        .filter(target -> target.startsWith("/") && !target.endsWith(" (deleted)"))
        .orElse("");
  }

  /** Who runs it and where, for a sentence: pid, user and cgroup. */
  String description(Accounts accounts) {
    return "process " + pid + ", user " + user(accounts) + ", cgroup " + cgroup();
  }

  private String user(Accounts accounts) {
    return text("status")
        .map(ProcessOwner.UID::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(uids -> Long.parseLong(uids.group(2)))
        .map(uid -> uid > Integer.MAX_VALUE ? Long.toString(uid) : accounts.user(uid.intValue()))
        .orElse("unknown");
  }

  /** Its variables; empty where the kernel does not show them. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    if (environment() instanceof FileContent.Text text) {
      for (String variable : text.text().split("\0", -1)) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
    }
    return variables;
  }

  /** Of version 1's several, the first that is not the root. */
  private String cgroup() {
    String path =
        text("cgroup").map(ProcessOwner::paths).orElse(List.of()).stream()
            .filter(candidate -> !candidate.equals("/"))
            .findFirst()
            .orElse("unknown");
    return path.length() > LONGEST_CGROUP ? path.substring(0, LONGEST_CGROUP) + "…" : path;
  }
}
