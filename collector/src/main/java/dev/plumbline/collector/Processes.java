package dev.plumbline.collector;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence.ProcessVisibility;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Place;
import dev.plumbline.evidence.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The components among a node's processes, told from whatever else bears their name. */
final class Processes {

  /**
   * The kernel's own bound on pids, {@code PID_MAX_LIMIT}, is 4,194,304; no node runs this many.
   */
  private static final int MAX_PROCESSES = 200_000;

  /** The kernel gives arguments and environment a quarter of the stack limit, 2 MiB by default. */
  private static final int MAX_COMMAND_LINE = 2 * 1024 * 1024;

  private static final int MAX_STATUS = 64 * 1024;

  private final HostRoot host;
  private final List<VolumeMounts> staticPodMounts;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<IgnoredProcess> ignored = new ArrayList<>();
  private ProcessVisibility visibility = ProcessVisibility.NOT_SEEN;

  /**
   * @param staticPodMounts the mounts of the manifests' components, in which a static pod's process
   *     sees its files
   */
  Processes(HostRoot host, List<VolumeMounts> staticPodMounts) {
    this.host = host;
    this.staticPodMounts = List.copyOf(staticPodMounts);
  }

  List<Component> components() {
    return components;
  }

  List<Problem> problems() {
    return problems;
  }

  List<IgnoredProcess> ignored() {
    return ignored;
  }

  ProcessVisibility visibility() {
    return visibility;
  }

  void read() {
    try {
      for (String name : host.list("/proc", MAX_PROCESSES)) {
        if (name.matches("[0-9]{1,9}")) {
          visibility = ProcessVisibility.SEEN;
          read(Integer.parseInt(name));
        }
      }
    } catch (HostRoot.Refusal e) {
      problems.add(new Problem("", Place.line("/proc", 1), e.why()));
    }
  }

  private void read(int pid) {
    String file = "/proc/" + pid + "/cmdline";
    FileContent content = host.readProcess(file, MAX_COMMAND_LINE);
    if (content instanceof FileContent.Refused refused) {
      refuse(pid, file, refused.why());
      return;
    }
    if (!(content instanceof FileContent.Text text) || text.text().isEmpty()) {
      // Gone meanwhile, or a kernel thread.
      return;
    }
    String line = text.text();
    // Each argument ends in a NUL; an empty argument is one too.
    String body = line.endsWith("\0") ? line.substring(0, line.length() - 1) : line;
    List<String> arguments = List.of(body.split("\0", -1));
    String name = CommandLine.baseName(arguments.get(0));
    if (Collector.COMPONENTS.contains(name)) {
      attribute(name, pid, file, arguments.subList(1, arguments.size()));
    }
  }

  /**
   * A command line that can't be read may be a component's, unless it is somebody else's for sure.
   */
  private void refuse(int pid, String file, String why) {
    FileContent status = host.readProcess("/proc/" + pid + "/status", MAX_STATUS);
    FileContent cgroup = host.readProcess("/proc/" + pid + "/cgroup", MAX_STATUS);
    if (status instanceof FileContent.Text statusText
        && cgroup instanceof FileContent.Text cgroupText
        && ProcessOwner.of(statusText.text(), cgroupText.text()).kind()
            != ProcessOwner.Kind.SOMEONE_ELSE) {
      problems.add(new Problem("", Place.line(file, 1), why));
    }
  }

  private void attribute(String name, int pid, String file, List<String> arguments) {
    String folder = "/proc/" + pid + "/";
    FileContent status = host.readProcess(folder + "status", MAX_STATUS);
    FileContent cgroup = host.readProcess(folder + "cgroup", MAX_STATUS);
    if (!(status instanceof FileContent.Text statusText)
        || !(cgroup instanceof FileContent.Text cgroupText)) {
      if (host.isDirectory(folder)) {
        problems.add(
            new Problem(name, Place.line(file, 1), "runs, but whose process it is can't be read"));
      }
      return;
    }
    ProcessOwner owner = ProcessOwner.of(statusText.text(), cgroupText.text());
    switch (owner.kind()) {
      case HOST -> add(name, pid, arguments, List.of(VolumeMounts.host()));
      case STATIC_POD -> add(name, pid, arguments, staticPodMounts);
      case SOMEONE_ELSE -> ignored.add(new IgnoredProcess(name, pid, owner.why()));
      case UNKNOWN -> problems.add(new Problem(name, Place.line(file, 1), owner.why()));
    }
  }

  private void add(String name, int pid, List<String> values, List<VolumeMounts> mountsOfPods) {
    Place place = Place.line("/proc/" + pid + "/cmdline", 1);
    List<Argument> arguments =
        values.stream()
            .map(
                value ->
                    new Argument(
                        value,
                        value.indexOf('\uFFFD') < 0
                            ? Argument.Knowledge.FULL
                            : Argument.Knowledge.PARTIAL,
                        place))
            .toList();
    VolumeMounts mounts =
        mountsOfPods.isEmpty()
            ? new VolumeMounts(List.of(), java.util.Map.of())
            : mountsOfPods.get(0);
    components.add(
        new Component(
            name,
            Component.Source.PROCESS,
            place,
            "",
            arguments,
            ReferencedFiles.ofRunning(host, mounts, started(pid)).of(arguments),
            Excerpt.none()));
  }

  private Instant started(int pid) {
    FileContent process = host.readProcess("/proc/" + pid + "/stat", MAX_STATUS);
    // It has a line for each core and a long one for interrupts.
    FileContent system = host.readProcess("/proc/stat", 1024 * 1024);
    return ProcessStart.of(process, system).orElse(Instant.MAX);
  }
}
