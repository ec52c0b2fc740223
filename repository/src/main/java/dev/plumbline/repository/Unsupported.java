package dev.plumbline.repository;

import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Documents that configure components in a format that is recognised and not read. Each is reported
 * for the components that it configures.
 */
final class Unsupported implements Format {

  private static final List<String> API_SERVER = List.of("kube-apiserver");
  private static final List<String> KUBELET = List.of("kubelet");
  private static final List<String> ALL = Component.NAMES;

  private static final Pattern PATCHED =
      Pattern.compile("/(kubeadmConfigSpec|apiServer|[eE]xtraArgs|kubeletExtraArgs)(/|$)");

  /** One format. */
  private record Known(String name, List<String> components, Predicate<Tree.Mapping> matches) {}

  private static final List<Known> FORMATS = new ArrayList<>();

  static {
    kinds("a configuration of OpenShift", API_SERVER, "operator.openshift.io/", "KubeAPIServer");
    kinds("a configuration of OpenShift", API_SERVER, "config.openshift.io/", "APIServer");
    kinds(
        "a control plane of Cluster API that kubeadm does not make",
        ALL,
        "controlplane.cluster.x-k8s.io/",
        "KThreesControlPlane",
        "MicroK8sControlPlane");
    kinds(
        "a node's configuration of Cluster API that kubeadm does not make",
        KUBELET,
        "bootstrap.cluster.x-k8s.io/",
        "KThreesConfig",
        "KThreesConfigTemplate",
        "EKSConfig",
        "EKSConfigTemplate",
        "NodeadmConfig",
        "NodeadmConfigTemplate");
  }

  private static void kinds(String name, List<String> components, String group, String... kinds) {
    Set<String> all = Set.of(kinds);
    FORMATS.add(
        new Known(
            name,
            components,
            document ->
                all.contains(Format.text(document, "kind"))
                    && Format.text(document, "apiVersion").startsWith(group)));
  }

  /** A list of JSON patch operations alone does not say what it is for, but for its paths. */
  static void reportJsonPatch(Tree.Sequence document, ComponentSink into) {
    document.items().stream()
        .filter(Unsupported::isOperation)
        .forEach(item -> into.notSupported("a JSON patch", ALL, item));
  }

  static boolean isJsonPatch(Tree.Sequence document) {
    return document.items().stream().anyMatch(Unsupported::isOperation);
  }

  private static boolean isOperation(Tree item) {
    return item instanceof Tree.Mapping operation
        && operation.get("op").isPresent()
        && PATCHED.matcher(Format.text(operation, "path")).find();
  }

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return FORMATS.stream().anyMatch(known -> known.matches().test(document));
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) {
    for (Known known : FORMATS) {
      if (known.matches().test(document)) {
        into.notSupported(known.name(), known.components(), document);
      }
    }
  }
}
