package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * kubeadm's patches of the manifests and of the kubelet's configuration that it makes. What it
 * makes is not known here but for its extra arguments: a patch of a command's item, by its number,
 * can't be followed.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/control-plane-flags/#patches">
 *     customizing with patches</a>; cmd/kubeadm/app/util/patches/patches.go of Kubernetes v1.36.3
 */
final class KubeadmPatches {

  static final String KUBELET = "kubeletconfiguration";

  private static final Pattern COMMAND = Pattern.compile("/spec/containers/\\d+/command");
  private static final Pattern ARGUMENT = Pattern.compile("/spec/containers/\\d+/command/(-|\\d+)");
  private static final Pattern STARTED =
      Pattern.compile("/spec(/containers(/\\d+(/(args|env|image)(/.*)?)?)?)?|");

  /** Lists to which an appended flag adds what kubeadm sets itself. */
  private static final Set<String> OWN_LISTS =
      Set.of("authorization-mode", "enable-admission-plugins");

  private final List<Patch> patches;

  private KubeadmPatches(List<Patch> patches) {
    this.patches = List.copyOf(patches);
  }

  /** One patch: of a component, or of the kubelet's configuration. */
  private record Patch(String directory, String target, String type, Tree document) {}

  /**
   * Patches by the names of their files, in whose order kubeadm applies those of a directory.
   *
   * @param files the documents of each file, by its path
   */
  static KubeadmPatches of(Map<String, List<Tree>> files) {
    List<Patch> patches = new ArrayList<>();
    new TreeMap<>(files)
        .forEach(
            (path, documents) -> {
              int slash = path.lastIndexOf('/');
              String directory = path.substring(0, Math.max(0, slash));
              Matcher found = KubeadmPatchFiles.NAME.matcher(path.substring(slash + 1));
              if (found.matches()) {
                String type = found.group(3) == null ? "strategic" : found.group(3);
                documents.forEach(
                    document -> patches.add(new Patch(directory, found.group(1), type, document)));
              }
            });
    return new KubeadmPatches(patches);
  }

  /** The patches among the files that are read together. */
  static KubeadmPatches in(SourceFile source) {
    Map<String, List<Tree>> files = new LinkedHashMap<>();
    for (SourceFile.Part part : source.parts()) {
      if (part.role() != SourceFile.Role.PATCH) {
        continue;
      }
      List<Tree> documents =
          source.documents().stream()
              .filter(document -> source.part(document.span().line()).equals(part))
              .toList();
      files.put(part.name(), documents);
    }
    return of(files);
  }

  boolean isEmpty() {
    return patches.isEmpty();
  }

  /**
   * The patches of a component's manifest or of the kubelet's configuration, those of each
   * directory apart: a node takes those of one. Where there are none, one without any.
   */
  List<KubeadmPatches> of(String target) {
    Map<String, List<Patch>> byDirectory = new LinkedHashMap<>();
    patches.stream()
        .filter(patch -> patch.target().equals(target))
        .forEach(
            patch ->
                byDirectory
                    .computeIfAbsent(patch.directory(), key -> new ArrayList<>())
                    .add(patch));
    return byDirectory.isEmpty()
        ? List.of(new KubeadmPatches(List.of()))
        : byDirectory.values().stream().map(KubeadmPatches::new).toList();
  }

  /**
   * The arguments of a component with what patches append. Empty when a patch replaces the whole
   * command: then the component is added with that.
   */
  Optional<List<Argument>> applied(
      String component, String version, List<Argument> extra, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments = new ArrayList<>(extra);
    Optional<Tree> command = Optional.empty();
    for (Patch patch : patches) {
      if (!patch.target().equals(component)) {
        continue;
      }
      if (!patch.type().equals("json")) {
        command = commandOf(component, Tree.mapping(patch.document()), into).or(keep(command));
      } else {
        for (Tree item : JsonPatch.operations(patch.document())) {
          Tree.Mapping operation = Tree.mapping(item);
          command = replaced(operation).or(keep(command));
          if (command.isEmpty()) {
            append(component, operation, arguments, into);
          } else if (replaced(operation).isEmpty()) {
            notFollowed(component, operation, into);
          }
        }
      }
    }
    if (command.isPresent()) {
      into.pod(pod(component, version, command.get()));
      return Optional.empty();
    }
    return Optional.of(arguments);
  }

  private static Supplier<Optional<Tree>> keep(Optional<Tree> command) {
    return () -> command;
  }

  /** The command that a part of a Pod has for a component. A list is replaced as a whole. */
  private static Optional<Tree> commandOf(String component, Tree.Mapping pod, ComponentSink into)
      throws InvalidDocumentException {
    Optional<Tree> command = Optional.empty();
    for (Tree item : Format.list(Format.at(pod, "spec"), "containers")) {
      Tree.Mapping container = Tree.mapping(item);
      String name = Format.text(container, "name");
      if (name.isEmpty() || name.equals(component)) {
        command = container.get("command").or(keep(command));
        for (String field : List.of("args", "env", "image", "$patch")) {
          container.get(field).ifPresent(at -> into.notRead(component, "the patch's " + field, at));
        }
      }
    }
    return command;
  }

  private static Optional<Tree> replaced(Tree.Mapping operation) {
    return COMMAND.matcher(Format.text(operation, "path")).matches()
            && !Format.text(operation, "op").equals("remove")
        ? operation.get("value")
        : Optional.empty();
  }

  private static void append(
      String component, Tree.Mapping operation, List<Argument> arguments, ComponentSink into)
      throws InvalidDocumentException {
    String path = Format.text(operation, "path");
    Matcher item = ARGUMENT.matcher(path);
    if (item.matches() && Format.text(operation, "op").equals("add")) {
      Tree value = operation.get("value").orElse(operation);
      String[] parts = Tree.text(value).split("=", 2);
      Argument argument = Argument.known(Tree.text(value), into.place(value));
      boolean given =
          arguments.stream().anyMatch(other -> other.value().startsWith(parts[0] + "="));
      boolean ofKubeadm =
          parts[0].startsWith("--") && OWN_LISTS.contains(parts[0].substring(2)) && !given;
      // Where a number places it decides which of two values is the last.
      boolean unknownOrder = given && !item.group(1).equals("-");
      arguments.add(
          ofKubeadm || unknownOrder
              ? new Argument(argument.value(), Argument.Resolution.UNRESOLVED, argument.place())
              : argument);
    } else if (item.matches()
        || COMMAND.matcher(path).matches()
        || STARTED.matcher(path).matches()) {
      notFollowed(component, operation, into);
    }
  }

  private static void notFollowed(String component, Tree.Mapping operation, ComponentSink into) {
    into.problem(
        component,
        operation,
        "has a patch of "
            + Format.text(operation, "path")
            + " of a manifest that only kubeadm knows: its effect on "
            + component
            + " is unknown");
  }

  private static Tree.Mapping pod(String component, String version, Tree command) {
    String image = "registry.k8s.io/" + component + (version.isEmpty() ? "" : ":" + version);
    Map<String, Tree> container = new LinkedHashMap<>();
    container.put("name", SynthesizedTree.text(component, command));
    container.put("image", SynthesizedTree.text(image, command));
    container.put("command", command);
    Tree containers =
        new Tree.Sequence(
            List.of(new Tree.Mapping(container, command.span())),
            Tree.Layout.BLOCK,
            command.span());
    return SynthesizedTree.pod(
        SynthesizedTree.of("name", SynthesizedTree.text(component, command)),
        SynthesizedTree.of("containers", containers));
  }

  /** Whether there are patches of a component's manifest. */
  boolean change(String component) {
    return patches.stream().anyMatch(patch -> patch.target().equals(component));
  }

  /** Whether there are patches of the kubelet's configuration. */
  boolean changeKubelet() {
    return change(KUBELET);
  }

  /** The kubelet's configuration with the patches of it. */
  Tree.Mapping kubelet(Tree.Mapping configuration) throws InvalidDocumentException {
    Tree.Mapping patched = configuration;
    for (Patch patch : patches) {
      if (patch.target().equals(KUBELET)) {
        patched =
            patch.type().equals("json")
                ? JsonPatch.apply(patched, patch.document())
                : MergePatch.apply(patched, Tree.mapping(patch.document()));
      }
    }
    return patched;
  }
}
