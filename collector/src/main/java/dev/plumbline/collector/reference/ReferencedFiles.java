package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.settings.AbacFile;
import dev.plumbline.collector.settings.AuthorizationFile;
import dev.plumbline.collector.settings.Certificates;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.EtcdVariables;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Scope;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.Variable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Reads the files that a component's arguments may name. Which flag an argument is a value of, only
 * the component's own parser can tell, so every candidate is read and the engine picks.
 */
public final class ReferencedFiles {

  /** A megabyte of authorizers or of policy lines is no configuration any more. */
  private static final int MAX_BYTES = 1024 * 1024;

  /** More candidates than flags that name files: somebody is playing. */
  private static final int MAX_FILES = 16;

  /** Boot time is told in whole seconds, so a start is known to about two. */
  private static final Duration START_ACCURACY = Duration.ofSeconds(2);

  /** How to read the file that a flag names; the flags that name folders are below. */
  private static final Map<String, BiFunction<String, FileContent.Text, ReferencedFile>> READERS =
      readers();

  private static Map<String, BiFunction<String, FileContent.Text, ReferencedFile>> readers() {
    Map<String, BiFunction<String, FileContent.Text, ReferencedFile>> readers =
        new LinkedHashMap<>();
    readers.put("authorization-config", AuthorizationFile::parse);
    readers.put("authorization-policy-file", AbacFile::parse);
    readers.put("authorization-webhook-config-file", ReferencedFiles::present);
    readers.put("authentication-config", ConfigSchema.AUTHENTICATION::parse);
    readers.put("encryption-provider-config", ConfigSchema.ENCRYPTION::parse);
    readers.put("audit-policy-file", ConfigSchema.AUDIT_POLICY::parse);
    readers.put("admission-control-config-file", ConfigSchema.ADMISSION::parse);
    readers.put("client-ca-file", Certificates::parse);
    readers.put("etcd-cafile", Certificates::parse);
    readers.put("trusted-ca-file", Certificates::parse);
    readers.put("peer-trusted-ca-file", Certificates::parse);
    readers.put("kubeconfig", ReferencedFiles::present);
    return readers;
  }

  /** {@code --config} names another kind of file to each component. */
  private static final Map<String, ConfigSchema> CONFIGS =
      Map.of(
          "kubelet", ConfigSchema.KUBELET,
          "kube-proxy", ConfigSchema.PROXY,
          "kube-scheduler", ConfigSchema.SCHEDULER);

  private static final String NOT_MOUNTED =
      "is not below a hostPath mount of the container, so it lies where only the container sees it";

  private final HostFileSystem host;
  private final HostFiles attributes;
  private final VolumeMounts mounts;
  private final String workingDir;
  private final Instant started;
  private final Scope.Origin origin;
  private final List<ReferencedFile> files = new ArrayList<>();
  private final Map<String, HostFile> found = new HashMap<>();

  private ReferencedFiles(
      HostFileSystem host,
      HostFiles attributes,
      VolumeMounts mounts,
      String workingDir,
      Instant started,
      Scope.Origin origin) {
    this.host = host;
    this.attributes = attributes;
    this.mounts = mounts;
    this.workingDir = workingDir;
    this.started = started;
    this.origin = origin;
  }

  /** The files as the component will read them when it is started. */
  public static ReferencedFiles atStart(
      HostFileSystem host, HostFiles attributes, VolumeMounts mounts, String workingDir) {
    return new ReferencedFiles(
        host, attributes, mounts, workingDir, Instant.MAX, Scope.Origin.NODE);
  }

  /** Files that a repository's manifests name: they lie on a node, and are not looked for. */
  public static ReferencedFiles elsewhere(VolumeMounts mounts, String workingDir) {
    HostFileSystem nothing = new HostFileSystem(Path.of("/nonexistent"));
    return new ReferencedFiles(
        nothing, new HostFiles(nothing), mounts, workingDir, Instant.MAX, Scope.Origin.REPOSITORY);
  }

  /**
   * The files as a running process has read them. A kube-apiserver reads an ABAC policy only at its
   * start, and refuses a changed AuthorizationConfiguration that drops or adds a type other than
   * Webhook; a kubelet reads its configuration once: what changed since its start tells nothing of
   * what is in force.
   *
   * @param started when the process was; {@code Instant.MAX} when that isn't known
   */
  public static ReferencedFiles ofRunning(
      HostFileSystem host, HostFiles attributes, VolumeMounts mounts, Instant started) {
    return new ReferencedFiles(
        host,
        attributes,
        mounts,
        "",
        started.equals(Instant.MAX) ? started : started.plus(START_ACCURACY),
        Scope.Origin.NODE);
  }

  /**
   * One entry for each path that an argument or a variable may give to a flag that names a file.
   */
  public ReferencedFiles read(
      String component, List<Argument> arguments, List<Variable> environment) {
    READERS.forEach(
        (flag, reader) ->
            candidates(flag, arguments, environment).forEach(path -> read(path, reader)));
    Optional.ofNullable(CONFIGS.get(component))
        .ifPresent(
            kind ->
                candidates("config", arguments, environment)
                    .forEach(path -> read(path, kind::parse)));
    candidates("config-file", arguments, environment)
        .forEach(path -> read(path, ConfigSchema.ETCD::parse));
    candidates("config-dir", arguments, environment).forEach(this::readDropIns);
    candidates("data-dir", arguments, environment).forEach(this::lookAtFolder);
    if (component.equals("etcd")) {
      // The default lies in the working directory; see etcd's --data-dir.
      lookAtFolder("default.etcd");
    }
    readWhatDocumentsName();
    return this;
  }

  private static ReferencedFile present(String named, FileContent.Text found) {
    return new ReferencedFile.Present(named, found.path(), List.of());
  }

  public List<ReferencedFile> files() {
    return files;
  }

  /** By the path that names each. */
  public Map<String, HostFile> attributes() {
    return found;
  }

  /** A kubelet's file names its certificate authorities, a scheduler's its kubeconfig. */
  private void readWhatDocumentsName() {
    for (ReferencedFile file : List.copyOf(files)) {
      for (ReferencedFile.Document document : documents(file)) {
        for (Setting setting : document.settings()) {
          if (setting.path().endsWith("clientCAFile")
              || setting.path().endsWith("trusted-ca-file")) {
            read(setting.value(), Certificates::parse);
          } else if (setting.path().equals("clientConnection.kubeconfig")) {
            read(setting.value(), ReferencedFiles::present);
          } else if (setting.path().equals("data-dir")) {
            lookAtFolder(setting.value());
          }
        }
      }
    }
  }

  private static List<ReferencedFile.Document> documents(ReferencedFile file) {
    List<ReferencedFile> all =
        file instanceof ReferencedFile.Directory folder ? folder.documents() : List.of(file);
    return all.stream()
        .filter(ReferencedFile.Document.class::isInstance)
        .map(ReferencedFile.Document.class::cast)
        .toList();
  }

  private static Set<String> candidates(
      String flag, List<Argument> arguments, List<Variable> environment) {
    Set<String> paths = new LinkedHashSet<>();
    for (int i = 0; i < arguments.size() && paths.size() < MAX_FILES; i++) {
      Argument argument = arguments.get(i);
      // pflag normalises the name only; in the value an underscore is one. Go's own flag package,
      // etcd's, takes one dash for two.
      String[] parts = argument.value().split("=", 2);
      if (!parts[0].replace('_', '-').replaceFirst("^--?", "").equals(flag)
          || !parts[0].startsWith("-")) {
        continue;
      }
      if (parts.length == 2 && argument.resolution() == Resolution.RESOLVED) {
        paths.add(parts[1]);
      } else if (parts.length == 1
          && i + 1 < arguments.size()
          && arguments.get(i + 1).resolution() == Resolution.RESOLVED) {
        paths.add(arguments.get(i + 1).value());
      }
    }
    environment.stream()
        .filter(v -> v.name().equals(EtcdVariables.name(flag)))
        .filter(v -> v.resolution() == Resolution.RESOLVED)
        .forEach(v -> paths.add(v.value()));
    paths.remove("");
    return paths;
  }

  /** Where a path that the component is told lies on the host, or why that can't be told. */
  private sealed interface Whereabouts {
    record OnHost(VolumeMounts.HostPath place) implements Whereabouts {}

    record Unknown(String why) implements Whereabouts {}
  }

  private Whereabouts locate(String path) {
    if (!path.startsWith("/") && workingDir.isEmpty()) {
      return new Whereabouts.Unknown("is a relative path, and the working directory isn't known");
    }
    String absolute = path.startsWith("/") ? path : workingDir + "/" + path;
    if (Stream.of(absolute.split("/")).anyMatch(".."::equals)) {
      return new Whereabouts.Unknown("has '..' in its path, which isn't followed");
    }
    Optional<VolumeMounts.HostPath> place = mounts.toHost(absolute);
    return place.isPresent()
        ? new Whereabouts.OnHost(place.get())
        : new Whereabouts.Unknown(NOT_MOUNTED);
  }

  private void read(String path, BiFunction<String, FileContent.Text, ReferencedFile> parser) {
    if (path.isEmpty()) {
      return;
    }
    Whereabouts where = locate(path);
    if (where instanceof Whereabouts.Unknown unknown) {
      files.add(new ReferencedFile.Unreadable(path, unknown.why()));
      return;
    }
    if (origin == Scope.Origin.REPOSITORY) {
      files.add(new ReferencedFile.OnNode(path));
      return;
    }
    VolumeMounts.HostPath place = ((Whereabouts.OnHost) where).place();
    lookAt(path, place);
    files.add(content(path, place.path(), place.folder(), parser));
  }

  /** Parses a file's text: given the path that the flag names, and where it was found. */
  private ReferencedFile content(
      String path,
      String hostPath,
      String confine,
      BiFunction<String, FileContent.Text, ReferencedFile> parser) {
    FileContent content = host.read(hostPath, confine, MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      ReferencedFile parsed = parser.apply(path, text);
      // Who may read it, and which authorities it names, is asked of the file as it is now.
      boolean ofNow = parsed instanceof ReferencedFile.Present;
      if (!ofNow && text.changed().isAfter(started)) {
        return new ReferencedFile.Unreadable(
            path,
            "was changed after the process started; what it started with stays in force until a restart");
      }
      return parsed;
    }
    if (content instanceof FileContent.Refused refused) {
      return new ReferencedFile.Unreadable(path, refused.path() + " " + refused.why());
    }
    return new ReferencedFile.Absent(path, ((FileContent.Absent) content).path());
  }

  private void lookAt(String path, VolumeMounts.HostPath place) {
    try {
      attributes.attributes(place.path(), place.folder()).ifPresent(file -> found.put(path, file));
    } catch (HostFileSystem.UnreadablePathException e) {
      // Without attributes the engine says that they could not be told.
      found.remove(path);
    }
  }

  private void lookAtFolder(String path) {
    Whereabouts where = locate(path);
    if (!(where instanceof Whereabouts.OnHost onHost) || origin == Scope.Origin.REPOSITORY) {
      return;
    }
    lookAt(path, onHost.place());
    HostFile folder = found.get(path);
    files.add(
        folder == null
            ? new ReferencedFile.Absent(path, onHost.place().path())
            : new ReferencedFile.Present(path, folder.path(), List.of()));
  }

  /**
   * The kubelet's drop-ins: every file below that ends in {@code .conf}, merged in the order of
   * their paths.
   *
   * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/">drop-in
   *     directory</a>
   */
  private void readDropIns(String path) {
    Whereabouts where = locate(path);
    if (where instanceof Whereabouts.Unknown unknown) {
      files.add(new ReferencedFile.Unreadable(path, unknown.why()));
      return;
    }
    if (origin == Scope.Origin.REPOSITORY) {
      files.add(new ReferencedFile.OnNode(path));
      return;
    }
    VolumeMounts.HostPath place = ((Whereabouts.OnHost) where).place();
    List<ReferencedFile> documents = new ArrayList<>();
    try {
      for (String file : dropIns(place.path(), 0)) {
        documents.add(content(file, file, place.folder(), ConfigSchema.KUBELET::parse));
      }
      files.add(new ReferencedFile.Directory(path, place.path(), documents));
    } catch (HostFileSystem.UnreadablePathException e) {
      files.add(new ReferencedFile.Unreadable(path, e.why()));
    }
  }

  /** As Go's {@code filepath.WalkDir}: a folder's entries by name, each folder before the next. */
  private List<String> dropIns(String folder, int depth)
      throws HostFileSystem.UnreadablePathException {
    List<String> files = new ArrayList<>();
    if (depth > MAX_FILES) {
      throw new HostFileSystem.UnreadablePathException("nests too deep");
    }
    for (String name : host.list(folder, 1000)) {
      String path = folder + "/" + name;
      if (host.isDirectory(path)) {
        files.addAll(dropIns(path, depth + 1));
      } else if (name.endsWith(".conf")) {
        files.add(path);
      }
    }
    if (files.size() > 100) {
      throw new HostFileSystem.UnreadablePathException("holds more than 100 drop-ins");
    }
    return files;
  }
}
