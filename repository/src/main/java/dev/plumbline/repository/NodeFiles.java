package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.ReferencedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The files that a document writes to its nodes, by path. */
final class NodeFiles {

  /** Arguments that name a file whose content controls read. */
  private static final Map<String, ConfigSchema> SCHEMAS =
      Map.of(
          "--encryption-provider-config", ConfigSchema.ENCRYPTION,
          "--audit-policy-file", ConfigSchema.AUDIT_POLICY,
          "--authentication-config", ConfigSchema.AUTHENTICATION,
          "--admission-control-config-file", ConfigSchema.ADMISSION);

  /** Files that change how a component is started, and the component. */
  private static final Map<Pattern, String> OVERRIDES = new LinkedHashMap<>();

  static {
    for (String component : Component.NAMES) {
      OVERRIDES.put(Pattern.compile(".*/manifests/" + component + "[^/]*"), component);
    }
    for (String component : Component.NAMES) {
      OVERRIDES.put(
          Pattern.compile("/etc/rancher/(rke2|k3s)/config\\.yaml(\\.d/[^/]*)?"), component);
    }
    OVERRIDES.put(
        Pattern.compile(
            ".*/kubelet\\.service(\\.d/.*)?|/etc/(default|sysconfig)/kubelet"
                + "|/var/lib/kubelet/(config\\.yaml|kubeadm-flags\\.env)"
                + "|/etc/kubernetes/kubelet[^/]*(/.*)?"),
        "kubelet");
  }

  private final Map<String, Tree.Mapping> byPath;

  private NodeFiles(Map<String, Tree.Mapping> byPath) {
    this.byPath = Map.copyOf(byPath);
  }

  static NodeFiles none() {
    return new NodeFiles(Map.of());
  }

  /** Files listed with their {@code path} and {@code content}. */
  static NodeFiles of(List<Tree> files) throws InvalidDocumentException {
    Map<String, Tree.Mapping> byPath = new LinkedHashMap<>();
    for (Tree file : files) {
      Tree.Mapping fields = Tree.mapping(file);
      byPath.put(Format.text(fields, "path"), fields);
    }
    return new NodeFiles(byPath);
  }

  /** The same and one file that the document holds as fields, not as text. */
  NodeFiles with(String path, Tree.Mapping document) {
    Map<String, Tree.Mapping> all = new LinkedHashMap<>(byPath);
    all.put(path, new Tree.Mapping(Map.of("content", document), document.span()));
    return new NodeFiles(all);
  }

  /**
   * The same files by the paths that a container has them at.
   *
   * @param volumes each with a {@code hostPath} and a {@code mountPath}
   */
  NodeFiles mounted(List<Tree> volumes) throws InvalidDocumentException {
    Map<String, Tree.Mapping> inContainer = new LinkedHashMap<>(byPath);
    List<Tree.Mapping> mounts = new ArrayList<>();
    for (Tree volume : volumes) {
      Tree.Mapping mount = Tree.mapping(volume);
      mounts.add(mount);
      inContainer.keySet().removeIf(path -> isBelow(path, Format.text(mount, "mountPath")));
    }
    for (Tree.Mapping mount : mounts) {
      String hostPath = Format.text(mount, "hostPath");
      byPath.forEach(
          (path, file) -> {
            if (isBelow(path, hostPath)) {
              String rest = path.substring(hostPath.length());
              inContainer.put(Format.text(mount, "mountPath") + rest, file);
            }
          });
    }
    return new NodeFiles(inContainer);
  }

  private static boolean isBelow(String path, String directory) {
    return path.equals(directory)
        || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  /**
   * The documents of the files in directories, by the paths of the files. A file whose content is
   * not whole is reported for every component.
   */
  Map<String, List<Tree>> below(Set<String> directories, ComponentSink into)
      throws InvalidDocumentException {
    Map<String, List<Tree>> documents = new LinkedHashMap<>();
    for (Map.Entry<String, Tree.Mapping> file : byPath.entrySet()) {
      int slash = file.getKey().lastIndexOf('/');
      String directory = file.getKey().substring(0, Math.max(0, slash));
      if (directories.stream().anyMatch(d -> d.replaceFirst("/+$", "").equals(directory))) {
        Optional<Tree> content = file.getValue().get("content");
        if (content.isPresent() && isPlain(file.getValue())) {
          documents.put(file.getKey(), EmbeddedText.documents(content.get(), into.source()));
        } else {
          Component.NAMES.forEach(name -> into.fileNotRead(name, file.getKey(), file.getValue()));
        }
      }
    }
    return documents;
  }

  /** The components that a path of a file, or a command that names it, changes. */
  static Set<String> changedBy(String text) {
    Set<String> changed = new LinkedHashSet<>();
    OVERRIDES.forEach(
        (pattern, component) -> {
          if (pattern.matcher(text).find()) {
            changed.add(component);
          }
        });
    return changed;
  }

  /** Reports each file that changes how a component is started, since none of them is read. */
  void reportOverrides(ComponentSink into) {
    byPath.forEach(
        (path, file) ->
            OVERRIDES.forEach(
                (pattern, component) -> {
                  if (pattern.matcher(path).matches()) {
                    into.fileNotRead(component, path, file);
                  }
                }));
  }

  /** The files that arguments name; those that the document does not write are on the node. */
  List<ReferencedFile> referencedBy(List<Argument> arguments, ComponentSink into) {
    List<ReferencedFile> files = new ArrayList<>();
    for (Argument argument : arguments) {
      String[] parts = argument.value().split("=", 2);
      if (parts.length == 2 && parts[1].startsWith("/")) {
        files.add(referenced(parts[0], parts[1], into.source()));
      }
    }
    return files;
  }

  private ReferencedFile referenced(String flag, String path, SourceFile source) {
    Tree.Mapping file = byPath.get(path);
    ConfigSchema schema = SCHEMAS.get(flag);
    if (file == null || schema == null || file.get("content").isEmpty()) {
      return new ReferencedFile.OnNode(path);
    }
    if (!isPlain(file)) {
      return new ReferencedFile.Unreadable(
          path,
          source.place(file.span().line())
              + " has content that is encoded, appended or a template");
    }
    try {
      Tree content = file.get("content").orElseThrow();
      if (content instanceof Tree.Scalar) {
        content = EmbeddedText.documents(content, source).get(0);
      }
      ReferencedFile.Document document =
          source.located(schema.document(path, source.name(), "", Tree.mapping(content)));
      return document.settings().stream().anyMatch(setting -> Placeholder.isIn(setting.value()))
          ? new ReferencedFile.Unreadable(
              path, source.place(content.span().line()) + " has a placeholder")
          : document;
    } catch (InvalidDocumentException e) {
      return new ReferencedFile.Unreadable(path, source.place(e.line()) + " " + e.why());
    }
  }

  /** Whether the content is the whole file: by the fields of Cluster API and of kops. */
  private static boolean isPlain(Tree.Mapping file) {
    return Format.text(file, "encoding").isEmpty()
        && Format.text(file, "contentFormat").isEmpty()
        && !Format.text(file, "append").equals("true")
        && !Format.text(file, "isBase64").equals("true");
  }
}
