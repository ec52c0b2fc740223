package dev.plumbline.collector.process;

import dev.plumbline.collector.argument.ArgumentFileReader;
import dev.plumbline.collector.host.Accounts;
import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.collector.k3s.K3s;
import dev.plumbline.collector.manifest.EtcdProxy;
import dev.plumbline.collector.manifest.ProcessContext;
import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.distribution.Program;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.IgnoredProcess;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The node's own components among its processes. */
public final class Processes {

  /**
   * The kernel's own bound on pids, {@code PID_MAX_LIMIT}, is 4,194,304; no node runs this many.
   */
  private static final int MAX_PROCESSES = 200_000;

  /**
   * kubeadm and most others run it as a DaemonSet; that a pod is that DaemonSet's, only the API
   * server knows.
   */
  private static final String DAEMONSET_COMPONENT = "kube-proxy";

  private final HostFileSystem host;
  private final Accounts accounts;
  private final ProcessReader reader;
  private final K3s k3s;
  private final ArgumentFileReader argumentFiles;
  private final List<Running> running = new ArrayList<>();
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<IgnoredProcess> ignored = new ArrayList<>();
  private MovedDirectories moved = MovedDirectories.none();
  private Visibility visibility = Visibility.NOT_OBSERVED;

  private record Running(CommandLine command, ProcessFiles process) {}

  public Processes(HostFileSystem host, HostFiles attributes, Accounts accounts) {
    this.host = host;
    this.accounts = accounts;
    this.reader = new ProcessReader(host, attributes);
    this.k3s = new K3s(host, attributes);
    this.argumentFiles = new ArgumentFileReader(host, attributes);
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

  /** Directories of a distribution that are elsewhere; known once processes were looked for. */
  public MovedDirectories moved() {
    return moved;
  }

  /** Whether there were processes to be read. */
  public Visibility visibility() {
    return visibility;
  }

  /**
   * Looks for the processes, and reads those of programs that run components within themselves.
   * Where manifests lie depends on what it finds.
   */
  public void find() {
    Lookup<List<String>> names = host.list("/proc", MAX_PROCESSES);
    if (names instanceof Lookup.Refused<List<String>> refused) {
      problems.add(new Problem("", SourceLocation.line("/proc", 1), refused.why()));
    }
    for (String name : names.found().orElse(List.of())) {
      if (name.matches("[0-9]{1,9}")) {
        visibility = Visibility.OBSERVED;
        find(new ProcessFiles(host, Integer.parseInt(name)));
      }
    }
  }

  private void find(ProcessFiles process) {
    FileContent content = process.commandLine();
    if (content instanceof FileContent.Refused refused) {
      // It may be a component's, unless it is a pod's for sure.
      if (process.exists() && !(process.owner() instanceof ProcessOwner.Pod)) {
        problem("", process, refused.why());
      }
    } else if (content instanceof FileContent.Text text && !text.text().isEmpty()) {
      CommandLine command = CommandLine.of(text.text());
      if (EtcdProxy.is(command.program(), command.arguments())) {
        ignored.add(
            new IgnoredProcess(
                command.program(), process.pid(), "is a proxy of etcd, not a member of a cluster"));
      } else if (command.isComponent()) {
        running.add(new Running(command, process));
        moved = moved.and(movedBy(command, process));
      }
      Distributions.program(command.program())
          .ifPresent(program -> embedded(program, command, process));
    }
  }

  /** What a pod has at a path is no directory of its node. */
  private static MovedDirectories movedBy(CommandLine command, ProcessFiles process) {
    MovedDirectories shown = command.moved();
    return shown.places().isEmpty() || process.owner() instanceof ProcessOwner.Node
        ? shown
        : MovedDirectories.none();
  }

  /** What such a program gives its components can be read only where it has it from files. */
  private void embedded(Program program, CommandLine command, ProcessFiles process) {
    ProcessOwner owner = process.owner();
    List<String> embedded = program.components(command.arguments());
    if (owner instanceof ProcessOwner.Pod || embedded.isEmpty() || !process.exists()) {
      return;
    }
    if (owner instanceof ProcessOwner.Node && EmbeddingK3s.is(command)) {
      K3s.Reading reading = k3s.read(EmbeddingK3s.of(command, process), embedded);
      components.addAll(reading.components());
      problems.addAll(reading.problems());
      moved = moved.and(reading.moved());
      return;
    }
    if (owner instanceof ProcessOwner.Node && program.argumentFiles().isPresent()) {
      ArgumentFileReader.Reading reading =
          argumentFiles.ofRunning(
              program.argumentFiles().get(),
              command.arguments(),
              process.programStarted(),
              process.path("cmdline"));
      components.addAll(reading.components());
      problems.addAll(reading.problems());
      return;
    }
    String who =
        owner instanceof ProcessOwner.Node ? "" : " (" + process.description(accounts) + ")";
    for (String component : embedded) {
      problem(
          component,
          process,
          "is "
              + program.name()
              + ", which runs "
              + component
              + " within itself: the arguments that it gives it could not be determined"
              + who);
    }
  }

  /**
   * Reads the processes that were found.
   *
   * @param staticPods what is around each component of the manifests, and so around its process
   */
  public void read(Map<String, ProcessContext> staticPods) {
    for (Running one : running) {
      attribute(one.command(), one.process(), staticPods);
    }
  }

  private void attribute(
      CommandLine command, ProcessFiles process, Map<String, ProcessContext> staticPods) {
    String name = command.program();
    ProcessOwner owner = process.owner();
    if (owner instanceof ProcessOwner.Node) {
      MountNamespace mounts = process.mounts().orElse(new MountNamespace.Host());
      components.add(
          reader.read(command, process, ProcessContext.in(mounts), process.workingDirectory()));
    } else if (owner instanceof ProcessOwner.StaticPod) {
      ProcessContext context =
          staticPods.getOrDefault(
              name,
              unknown(
                  "lies in a static pod whose manifest was not found and whose mounts could not be"
                      + " read"));
      components.add(reader.read(command, process, running(context, process), ""));
    } else if (owner instanceof ProcessOwner.OtherContainer) {
      ProcessContext context =
          unknown(
              "lies in a container that the kubelet did not start, whose mounts could not be read");
      components.add(reader.read(command, process, running(context, process), ""));
    } else if (owner instanceof ProcessOwner.Pod pod) {
      ofPod(command, process, pod);
    } else if (process.exists()) {
      problem(name, process, notTheNodes(name, process, owner));
    }
  }

  private void ofPod(CommandLine command, ProcessFiles process, ProcessOwner.Pod pod) {
    if (command.program().equals(DAEMONSET_COMPONENT)) {
      MountNamespace mounts =
          process
              .mounts()
              .orElseGet(
                  () -> new ConfigMapVolumes(host, moved).mounts(pod.uid(), command.arguments()));
      components.add(reader.read(command, process, ProcessContext.in(mounts), ""));
    } else {
      // Neither pid nor UID: what is the same on many nodes has to read the same.
      ignored.add(
          new IgnoredProcess(
              command.program(),
              process.pid(),
              "belongs to the pod of a workload, not to a static pod of this node"));
    }
  }

  private String notTheNodes(String name, ProcessFiles process, ProcessOwner owner) {
    String whose =
        owner instanceof ProcessOwner.UserSession
            ? "runs in a user's session: whether it is the node's " + name + " is not known"
            : "runs, and whose process it is could not be determined";
    return whose + " (" + process.description(accounts) + ")";
  }

  /** A process keeps the mounts that it was started with, whatever its manifest holds by now. */
  private static ProcessContext running(ProcessContext known, ProcessFiles process) {
    return process
        .mounts()
        .map(mounts -> new ProcessContext(mounts, known.environment(), known.visibility()))
        .orElse(known);
  }

  private static ProcessContext unknown(String why) {
    return ProcessContext.in(new MountNamespace.Unknown(why));
  }

  private void problem(String component, ProcessFiles process, String why) {
    problems.add(new Problem(component, SourceLocation.line(process.path("cmdline"), 1), why));
  }
}
