package dev.plumbline.collector.manifest;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.reference.MountNamespace;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The containers that a static-pod manifest keeps running. */
final class StaticPod {

  /**
   * Fields that hold a name or an address.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-fieldRef">
   *     available fields</a>
   */
  private static final Set<String> FIELDS_OF_ONE_WORD =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "status.hostIP",
          "status.podIP");

  private final String file;

  private StaticPod(String file) {
    this.file = file;
  }

  /**
   * Reads a manifest as the kubelet does.
   *
   * @return its long-running containers; empty when the object is no Pod, since the kubelet runs
   *     none then
   * @throws InvalidDocumentException when the kubelet refuses it, or how it reads it could not be
   *     determined
   */
  static List<Container> containers(String file, Tree root) throws InvalidDocumentException {
    if (!(root instanceof Tree.Mapping document)
        || document.get("apiVersion").isEmpty()
        || document.get("kind").isEmpty()) {
      throw new InvalidDocumentException(root.span().line(), "is no Kubernetes object");
    }
    if (!is(document, "kind", "Pod") || !is(document, "apiVersion", "v1")) {
      return List.of();
    }
    return new StaticPod(file).containers(document);
  }

  private static boolean is(Tree.Mapping mapping, String key, String value) {
    return mapping
        .get(key)
        .filter(
            node ->
                node instanceof Tree.Scalar scalar
                    && scalar.kind() == Tree.Kind.STRING
                    && scalar.text().equals(value))
        .isPresent();
  }

  private List<Container> containers(Tree.Mapping pod) throws InvalidDocumentException {
    Optional<Tree> spec = pod.get("spec");
    if (spec.isEmpty()) {
      throw new InvalidDocumentException(pod.span().line(), "is a Pod without a spec");
    }
    Tree.Mapping fields = Tree.mapping(spec.get());
    Map<String, String> hostPaths = hostPaths(fields);
    List<Container> containers = new ArrayList<>();
    for (Tree item : items(fields, "containers")) {
      containers.add(container(Tree.mapping(item), hostPaths));
    }
    for (Tree item : items(fields, "initContainers")) {
      // Only a sidecar goes on running:
      // https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
      if (is(Tree.mapping(item), "restartPolicy", "Always")) {
        containers.add(container(Tree.mapping(item), hostPaths));
      }
    }
    return containers;
  }

  private static Map<String, String> hostPaths(Tree.Mapping spec) throws InvalidDocumentException {
    Map<String, String> paths = new HashMap<>();
    for (Tree item : items(spec, "volumes")) {
      Tree.Mapping volume = Tree.mapping(item);
      Optional<Tree> hostPath = volume.get("hostPath");
      if (hostPath.isPresent()) {
        paths.put(volume.string("name"), Tree.mapping(hostPath.get()).string("path"));
      }
    }
    return paths;
  }

  private Container container(Tree.Mapping fields, Map<String, String> hostPaths)
      throws InvalidDocumentException {
    Environment environment = environment(fields);
    return new Container(
        fields.string("name"),
        fields.string("image"),
        fields.span().line(),
        words(fields, "command", environment),
        words(fields, "args", environment),
        environment,
        fields.string("workingDir"),
        new MountNamespace.Container(mounts(fields), hostPaths));
  }

  private List<Argument> words(Tree.Mapping fields, String key, Environment environment)
      throws InvalidDocumentException {
    List<Argument> words = new ArrayList<>();
    Optional<Tree> list = fields.get(key);
    for (Tree item : items(fields, key)) {
      Tree.Sequence sequence = (Tree.Sequence) list.orElseThrow();
      words.add(
          environment.expand(Argument.known(Tree.text(item), place(item, sequence.layout()))));
    }
    return words;
  }

  private SourceLocation place(Tree item, Tree.Layout layout) {
    Tree.Span span = item.span();
    boolean own = item instanceof Tree.Scalar scalar && scalar.origin() == Tree.Origin.OWN;
    SourceLocation.Style style =
        !own
            ? SourceLocation.Style.NOT_EDITABLE
            : layout == Tree.Layout.FLOW ? SourceLocation.Style.FLOW : SourceLocation.Style.BLOCK;
    return new SourceLocation(
        file, span.line(), span.column(), span.endLine(), span.endColumn(), style);
  }

  private static Environment environment(Tree.Mapping fields) throws InvalidDocumentException {
    Environment environment = new Environment();
    for (Tree item : items(fields, "env")) {
      Tree.Mapping variable = Tree.mapping(item);
      environment.set(variable.string("name"), value(variable, environment));
    }
    return environment;
  }

  private static Environment.Value value(Tree.Mapping variable, Environment before)
      throws InvalidDocumentException {
    Optional<Tree> source = variable.get("valueFrom");
    if (source.isPresent()) {
      return new Environment.Value.Hidden(shape(Tree.mapping(source.get())));
    }
    Argument raw = Argument.known(variable.string("value"), SourceLocation.line("", 1));
    Argument value = before.expand(raw);
    return value.resolution() == Argument.Resolution.RESOLVED
        ? new Environment.Value.Known(value.value())
        : new Environment.Value.Hidden();
  }

  /** Of the pod's own fields, labels and annotations alone may hold any text. */
  private static Environment.Shape shape(Tree.Mapping source) throws InvalidDocumentException {
    Optional<Tree> field = source.get("fieldRef");
    return field.isPresent()
            && FIELDS_OF_ONE_WORD.contains(Tree.mapping(field.get()).string("fieldPath"))
        ? Environment.Shape.ONE_WORD
        : Environment.Shape.ANY;
  }

  private static List<MountNamespace.Mount> mounts(Tree.Mapping fields)
      throws InvalidDocumentException {
    List<MountNamespace.Mount> mounts = new ArrayList<>();
    for (Tree item : items(fields, "volumeMounts")) {
      Tree.Mapping mount = Tree.mapping(item);
      String subPath = mount.string("subPath");
      MountNamespace.Part part =
          !mount.string("subPathExpr").isEmpty()
              ? MountNamespace.Part.EXPRESSION
              : subPath.isEmpty() ? MountNamespace.Part.WHOLE : MountNamespace.Part.SUB_PATH;
      mounts.add(
          new MountNamespace.Mount(mount.string("name"), mount.string("mountPath"), part, subPath));
    }
    return mounts;
  }

  private static List<Tree> items(Tree.Mapping fields, String key) throws InvalidDocumentException {
    Optional<Tree> value = fields.get(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Tree.Sequence sequence) {
      return sequence.items();
    }
    throw new InvalidDocumentException(
        value.get().span().line(), key + " isn't a list: the kubelet refuses the file");
  }
}
