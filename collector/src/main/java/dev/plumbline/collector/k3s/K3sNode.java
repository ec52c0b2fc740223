package dev.plumbline.collector.k3s;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.host.Lookup;
import dev.plumbline.collector.reference.FilesOfNode;
import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.distribution.MovedDirectories;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.K3sArguments;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The components of one k3s whose options are known. */
final class K3sNode {

  private static final String PROGRAM = "k3s";

  /** What k3s writes into the kubelet's drop-ins at each start; pkg/daemons/agent/agent.go. */
  private static final String OWN_DROP_INS =
      "/(00-k3s-defaults\\.conf|10-cli-config\\.conf|20-cli-config-dir/.*)";

  private final HostFileSystem host;
  private final K3s.Running process;
  private final String role;
  private final K3sOptions options;
  private final Excerpt excerpt;
  private final BuiltInArguments builtIn;
  private final SourceLocation given;
  private final ReferencedFiles ownFiles;
  private final ReferencedFiles otherFiles;
  private final List<Component> components = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  K3sNode(
      HostFileSystem host,
      HostFiles attributes,
      K3s.Running process,
      String role,
      K3sOptions options,
      Excerpt excerpt) {
    this.host = host;
    this.process = process;
    this.role = role;
    this.options = options;
    this.excerpt = excerpt;
    this.builtIn = BuiltInArguments.below(options.dataDirectory());
    this.given = SourceLocation.builtInto(PROGRAM);
    MountNamespace mounts = new MountNamespace.Host();
    // k3s writes its own files after it has started, and before it starts a component.
    this.ownFiles = FilesOfNode.atStart(host, attributes, mounts, process.workingDirectory());
    this.otherFiles =
        FilesOfNode.ofRunning(
            host, attributes, mounts, process.workingDirectory(), process.started());
  }

  K3s.Reading read() {
    if (role.equals("server")) {
      server();
    }
    if (!options.isTrue("disable-agent") || role.equals("agent")) {
      agent();
    }
    String data = options.dataDirectory();
    return new K3s.Reading(
        components,
        problems,
        data.equals(K3sOptions.DEFAULT_DATA)
            ? MovedDirectories.none()
            : new MovedDirectories(Map.of(K3sOptions.DEFAULT_DATA, data)));
  }

  private void server() {
    Datastore datastore = Datastore.of(options, builtIn.server(), host);
    if (!options.isTrue("disable-apiserver")) {
      add("kube-apiserver", builtIn.apiServer(options, datastore, extra("kube-apiserver")));
    }
    if (!options.isTrue("disable-controller-manager")) {
      add("kube-controller-manager", builtIn.controllerManager(options));
    }
    if (!options.isTrue("disable-scheduler")) {
      add("kube-scheduler", builtIn.scheduler(options));
    }
    if (datastore.isEtcdHere()) {
      add("etcd", builtIn.etcd(), List.of());
    } else if (datastore instanceof Datastore.Unknown unknown) {
      problem("etcd", unknown.why());
    }
  }

  private void agent() {
    KubeletForm form = kubeletForm();
    List<Option> extra = extra("kubelet");
    add(
        "kubelet",
        builtIn.kubelet(options, form),
        form == KubeletForm.FLAGS ? extra : KubeletArguments.withoutFiles(extra));
    if (!options.isTrue("disable-kube-proxy")) {
      add("kube-proxy", builtIn.proxy(options));
    }
  }

  /** A release shows by what it has written: nothing is known where its directory is not there. */
  private KubeletForm kubeletForm() {
    Lookup<HostFileSystem.Attributes> dropIn =
        host.attributes(builtIn.dropInDirectory() + "/00-k3s-defaults.conf", "/");
    if (dropIn instanceof Lookup.Found) {
      return KubeletForm.DROP_INS;
    }
    boolean written = dropIn instanceof Lookup.Absent && host.isDirectory(builtIn.agent());
    return written ? KubeletForm.FLAGS : KubeletForm.UNKNOWN;
  }

  private List<Option> extra(String component) {
    return K3sArguments.options(component).stream()
        .flatMap(name -> options.all(name).stream())
        .toList();
  }

  private void problem(String component, Undetermined why) {
    problems.add(
        new Problem(
            component,
            why.place(),
            why.why() + "; whether and how k3s runs " + component + " follows from it"));
  }

  private void add(String component, Map<String, String> own) {
    add(component, own, extra(component));
  }

  private void add(String component, Map<String, String> own, List<Option> extra) {
    List<Argument> arguments = ExtraArguments.merge(own, given, extra);
    List<ReferencedFile> files = new ArrayList<>();
    Map<String, HostFile> attributes = new HashMap<>();
    for (boolean ofK3s : new boolean[] {true, false}) {
      List<Argument> some =
          arguments.stream().filter(a -> a.place().equals(given) == ofK3s).toList();
      ReferencedFiles.Result found =
          (ofK3s ? ownFiles : otherFiles).read(component, some, List.of());
      files.addAll(found.files());
      attributes.putAll(found.attributes());
    }
    components.add(
        new Component(
            component,
            Component.Source.PROCESS,
            process.place(),
            "",
            arguments,
            List.of(),
            Visibility.OBSERVED,
            attributes,
            files.stream().map(this::asStarted).toList(),
            excerpt));
  }

  /** Of the kubelet's drop-ins, those of people as they were when k3s started. */
  private ReferencedFile asStarted(ReferencedFile file) {
    if (!(file instanceof ReferencedFile.Directory directory)) {
      return file;
    }
    List<Argument> argument = List.of(Argument.known("--config-dir=" + directory.path(), given));
    Map<String, ReferencedFile> then = new HashMap<>();
    otherFiles.read("kubelet", argument, List.of()).files().stream()
        .filter(ReferencedFile.Directory.class::isInstance)
        .flatMap(found -> ((ReferencedFile.Directory) found).documents().stream())
        .forEach(document -> then.put(document.path(), document));
    return new ReferencedFile.Directory(
        directory.path(),
        directory.hostPath(),
        directory.documents().stream()
            .map(
                document ->
                    document.path().substring(directory.path().length()).matches(OWN_DROP_INS)
                        ? document
                        : then.getOrDefault(document.path(), document))
            .toList());
  }
}
