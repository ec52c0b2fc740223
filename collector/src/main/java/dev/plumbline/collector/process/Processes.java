package dev.plumbline.collector.process;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.manifest.CommandLine;
import dev.plumbline.collector.manifest.Environment;
import dev.plumbline.collector.manifest.EtcdEnvironment;
import dev.plumbline.collector.manifest.ProcessContext;
import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.collector.reference.VolumeMounts;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The components among a node's processes, told from whatever else bears their name. */
public final class Processes {

  /**
   * The kernel's own bound on pids, {@code PID_MAX_LIMIT}, is 4,194,304; no node runs this many.
   */
  private static final int MAX_PROCESSES = 200_000;

  /** The kernel gives arguments and environment a quarter of the stack limit, 2 MiB by default. */
  private static final int MAX_COMMAND_LINE = 2 * 1024 * 1024;

  private static final int MAX_STATUS = 64 * 1024;

  private static final Set<ProcessOwner.Kind> SOMEBODY_ELSES =
      Set.of(ProcessOwner.Kind.POD, ProcessOwner.Kind.SOMEONE_ELSE);

  /**
   * kubeadm and most others run it as a DaemonSet; that a pod is that DaemonSet's, only the API
   * server knows.
   */
  private static final String RUNS_IN_A_POD = "kube-proxy";

  private static final List<String> OF_A_WORKER = List.of("kubelet", "kube-proxy");

  /** Programs that run components within themselves, and which: k3s's, and MicroK8s'. */
  private static final Map<String, List<String>> EMBEDDERS =
      Map.of(
          "k3s",
          Component.NAMES,
          "k3s-server",
          Component.NAMES,
          "k3s-agent",
          OF_A_WORKER,
          "kubelite",
          List.of(
              "kube-apiserver",
              "kube-controller-manager",
              "kube-scheduler",
              "kubelet",
              "kube-proxy"));

  private static final String CONFIG_MAPS = "/volumes/kubernetes.io~configmap";

  private final HostFileSystem host;
  private final HostFiles attributes;
  private final Map<String, ProcessContext> staticPods;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<IgnoredProcess> ignored = new ArrayList<>();
  private Visibility visibility = Visibility.NOT_OBSERVED;

  /**
   * @param staticPods what surrounds each component of the manifests, and so its process
   */
  public Processes(
      HostFileSystem host, HostFiles attributes, Map<String, ProcessContext> staticPods) {
    this.host = host;
    this.attributes = attributes;
    this.staticPods = Map.copyOf(staticPods);
  }

  public List<Component> components() {
    return components;
  }

  public List<Problem> problems() {
    return problems;
  }

  public List<IgnoredProcess> ignored() {
    return ignored;
  }

  public Visibility visibility() {
    return visibility;
  }

  public void read() {
    try {
      for (String name : host.list("/proc", MAX_PROCESSES)) {
        if (name.matches("[0-9]{1,9}")) {
          visibility = Visibility.OBSERVED;
          read(Integer.parseInt(name));
        }
      }
    } catch (HostFileSystem.UnreadablePathException e) {
      problems.add(new Problem("", SourceLocation.line("/proc", 1), e.why()));
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
    if (Component.NAMES.contains(name)) {
      attribute(name, pid, file, arguments.subList(1, arguments.size()));
    } else if (EMBEDDERS.containsKey(name)) {
      embedded(name, pid, file, arguments);
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
        && !SOMEBODY_ELSES.contains(ProcessOwner.of(statusText.text(), cgroupText.text()).kind())) {
      problems.add(new Problem("", SourceLocation.line(file, 1), why));
    }
  }

  /** What such a program gives its components stands nowhere that can be seen. */
  private void embedded(String program, int pid, String file, List<String> arguments) {
    FileContent status = host.readProcess("/proc/" + pid + "/status", MAX_STATUS);
    FileContent cgroup = host.readProcess("/proc/" + pid + "/cgroup", MAX_STATUS);
    boolean ofTheNode =
        status instanceof FileContent.Text statusText
            && cgroup instanceof FileContent.Text cgroupText
            && ProcessOwner.of(statusText.text(), cgroupText.text()).kind()
                == ProcessOwner.Kind.HOST;
    boolean worker = program.equals("k3s") && arguments.contains("agent");
    if (ofTheNode) {
      for (String component : worker ? OF_A_WORKER : EMBEDDERS.getOrDefault(program, List.of())) {
        problems.add(
            new Problem(
                component,
                SourceLocation.line(file, 1),
                "is "
                    + program
                    + ", which runs "
                    + component
                    + " within itself: the arguments that it gives it can't be seen from outside"));
      }
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
            new Problem(
                name, SourceLocation.line(file, 1), "runs, but whose process it is can't be read"));
      }
      return;
    }
    ProcessOwner owner = ProcessOwner.of(statusText.text(), cgroupText.text());
    ProcessContext ofStaticPod = staticPods.getOrDefault(name, ProcessContext.unknown());
    switch (owner.kind()) {
      case HOST -> add(name, pid, arguments, ProcessContext.host());
      case STATIC_POD -> add(name, pid, arguments, ofStaticPod);
      case POD -> {
        if (name.equals(RUNS_IN_A_POD)) {
          add(name, pid, arguments, configMaps(owner.pod(), arguments));
        } else {
          ignored.add(new IgnoredProcess(name, pid, owner.why()));
        }
      }
      case SOMEONE_ELSE -> ignored.add(new IgnoredProcess(name, pid, owner.why()));
      case UNKNOWN -> problems.add(new Problem(name, SourceLocation.line(file, 1), owner.why()));
    }
  }

  /**
   * A pod's ConfigMaps as the kubelet lays them out on the node: the folder of {@code --config} is
   * taken for the mount of the one that holds such a file.
   */
  private ProcessContext configMaps(String pod, List<String> arguments) {
    String config =
        arguments.stream()
            .filter(a -> a.startsWith("--config="))
            .map(a -> a.substring("--config=".length()))
            .reduce("", (first, second) -> second);
    String folder = "/var/lib/kubelet/pods/" + pod + CONFIG_MAPS;
    try {
      for (String volume : host.list(folder, 100)) {
        String path = folder + "/" + volume;
        int slash = config.lastIndexOf('/');
        if (slash > 0 && host.list(path, 1000).contains(config.substring(slash + 1))) {
          return new ProcessContext(
              new VolumeMounts(
                  List.of(new VolumeMounts.Mount("config", config.substring(0, slash), "")),
                  Map.of("config", path)),
              List.of(),
              Visibility.NOT_OBSERVED);
        }
      }
    } catch (HostFileSystem.UnreadablePathException e) {
      problems.add(new Problem(RUNS_IN_A_POD, SourceLocation.line(folder, 1), e.why()));
    }
    return ProcessContext.unknown();
  }

  private void add(String name, int pid, List<String> values, ProcessContext surroundings) {
    SourceLocation place = SourceLocation.line("/proc/" + pid + "/cmdline", 1);
    List<Argument> arguments =
        values.stream()
            .map(
                value ->
                    new Argument(
                        value,
                        value.indexOf('\uFFFD') < 0
                            ? Argument.Resolution.RESOLVED
                            : Argument.Resolution.UNRESOLVED,
                        place))
            .toList();
    ProcessContext seen = name.equals("etcd") ? withEnvironment(pid, surroundings) : surroundings;
    ReferencedFiles files =
        ReferencedFiles.ofRunning(host, attributes, seen.mounts(), started(pid))
            .read(name, arguments, seen.environment());
    components.add(
        new Component(
            name,
            Component.Source.PROCESS,
            place,
            "",
            arguments,
            seen.environment(),
            seen.visibility(),
            files.attributes(),
            files.files(),
            Excerpt.none()));
  }

  /** The process's own, where the kernel shows it; else what its manifest gives it. */
  private ProcessContext withEnvironment(int pid, ProcessContext surroundings) {
    String file = "/proc/" + pid + "/environ";
    if (!(host.readProcess(file, MAX_COMMAND_LINE) instanceof FileContent.Text text)
        || text.text().isEmpty()) {
      return surroundings;
    }
    Environment environment = new Environment();
    for (String variable : text.text().split("\0", -1)) {
      String[] parts = variable.split("=", 2);
      if (parts.length == 2) {
        environment.set(parts[0], new Environment.Value.Known(parts[1]));
      }
    }
    return new ProcessContext(
        surroundings.mounts(),
        EtcdEnvironment.of(environment, SourceLocation.line(file, 1)),
        Visibility.OBSERVED);
  }

  private Instant started(int pid) {
    FileContent process = host.readProcess("/proc/" + pid + "/stat", MAX_STATUS);
    // It has a line for each core and a long one for interrupts.
    FileContent system = host.readProcess("/proc/stat", 1024 * 1024);
    return ProcessStart.of(process, system).orElse(Instant.MAX);
  }
}
