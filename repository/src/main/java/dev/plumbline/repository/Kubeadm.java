package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ExtraArguments.Decoding;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * kubeadm's own configuration. An extra argument takes the place of what kubeadm would set; what is
 * not named there is kubeadm's choice.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">
 *     kubeadm-config.v1beta4</a>
 */
final class Kubeadm implements Format {

  private static final String GROUP = "kubeadm.k8s.io/";

  /** The kinds that configure a component; in v1alpha1 they had other names. */
  private static final List<String> KINDS =
      List.of(
          "ClusterConfiguration",
          "InitConfiguration",
          "JoinConfiguration",
          "MasterConfiguration",
          "NodeConfiguration");

  /** The components that kubeadm makes manifests or arguments for. */
  static final List<String> CONTROL_PLANE =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd");

  /** A block of a ClusterConfiguration and the component that it has the arguments of. */
  record Block(String name, String component) {}

  /** All but etcd's, which says first whether kubeadm runs it. */
  static final List<Block> BLOCKS =
      List.of(
          new Block("apiServer", "kube-apiserver"),
          new Block("controllerManager", "kube-controller-manager"),
          new Block("scheduler", "kube-scheduler"));

  private static final String KUBELET = "kubelet";

  private static final List<String> COMPONENTS =
      Stream.concat(CONTROL_PLANE.stream(), Stream.of(KUBELET)).toList();

  private static final FieldTable FIELDS = FieldTable.of("kubeadm");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    String apiVersion = Format.text(document, "apiVersion");
    return KINDS.contains(Format.text(document, "kind"))
        && (apiVersion.isEmpty() || apiVersion.startsWith(GROUP));
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    String apiVersion = Format.text(document, "apiVersion");
    if (apiVersion.isEmpty()) {
      throw new InvalidDocumentException(
          document.span().line(), "has no apiVersion: kubeadm refuses it");
    }
    String version = apiVersion.substring(GROUP.length());
    if (version.equals("v1alpha3")
        && Format.text(document, "kind").equals("ClusterConfiguration")) {
      cluster(
          KubeadmV1alpha3.converted(document), Format.text(document, "kubernetesVersion"), into);
    } else if (!version.matches("v1beta[1-4]|v1alpha3")) {
      reportVersion(document, version, into);
    } else if (Format.text(document, "kind").equals("ClusterConfiguration")) {
      cluster(document, Format.text(document, "kubernetesVersion"), into);
    } else {
      node(document, Format.text(document, "kind"), "", into);
      if (document.get("patches").isPresent()) {
        patchedAlone(configured(into.source()), document, "", into);
      }
    }
  }

  /** The components that the documents of a file configure by other means than patches. */
  private static Set<String> configured(SourceFile source) {
    Set<String> configured = new HashSet<>();
    for (Tree.Mapping document : source.objects()) {
      String kind = source.isPatch(document) ? "" : Format.text(document, "kind");
      if (kind.equals("ClusterConfiguration")) {
        configured.addAll(CONTROL_PLANE);
      } else if (kind.equals("KubeletConfiguration")) {
        configured.add(KUBELET);
      }
    }
    return configured;
  }

  /** Whether a document is of one node, which may have patches. */
  static boolean isNode(Tree.Mapping document) {
    return Format.is(document, "InitConfiguration", GROUP)
        || Format.is(document, "JoinConfiguration", GROUP);
  }

  /** The fields have other names and forms in each of the older versions. */
  private static void reportVersion(Tree.Mapping document, String version, ComponentSink into) {
    into.notSupported(
        "of version "
            + version
            + " of kubeadm's configuration (v1alpha3 to v1beta4 are read; kubeadm config migrate"
            + " converts it)",
        COMPONENTS,
        document);
  }

  /** A ClusterConfiguration, alone or within another document. */
  static void cluster(Tree.Mapping cluster, String version, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead(CONTROL_PLANE, "", FIELDS.block("ClusterConfiguration"), cluster);
    for (Block block : BLOCKS) {
      component(block.component(), version, block.name(), cluster, into);
    }
    Tree.Mapping etcd = Format.at(cluster, "etcd");
    into.notRead("etcd", "etcd", FIELDS.block("etcd"), etcd);
    if (etcd.get("external").isEmpty()) {
      etcd(Format.at(etcd, "local"), into);
    }
  }

  private static void component(
      String name, String version, String field, Tree.Mapping cluster, ComponentSink into)
      throws InvalidDocumentException {
    Tree.Mapping block = Format.at(cluster, field);
    into.notRead(name, field, FIELDS.block("component"), block);
    NodeFiles onNode = into.nodeFiles();
    into.nodeFiles(onNode.mounted(Format.list(block, "extraVolumes")));
    patched(name, version, block, into);
    into.nodeFiles(onNode);
  }

  /** etcd takes each flag that is not among its arguments from a variable. */
  private static void etcd(Tree.Mapping local, ComponentSink into) throws InvalidDocumentException {
    into.notRead("etcd", "etcd.local", FIELDS.block("localEtcd"), local);
    for (Tree variable : Format.list(local, "extraEnvs")) {
      String name = Format.text(Tree.mapping(variable), "name");
      if (name.startsWith("ETCD_")) {
        into.notRead("etcd", "etcd.local.extraEnvs " + name, variable);
      }
    }
    patched("etcd", Format.text(local, "imageTag"), local, into);
  }

  private static void patched(String name, String version, Tree.Mapping block, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> extra = ExtraArguments.of(block, "extraArgs", Decoding.STRICT, into);
    patched(name, version, block, extra, into);
  }

  private static void patched(
      String name, String version, Tree at, List<Argument> extra, ComponentSink into)
      throws InvalidDocumentException {
    for (KubeadmPatches patches : into.patches().of(name)) {
      Optional<List<Argument>> arguments = patches.applied(name, version, extra, into);
      if (arguments.isPresent()) {
        into.arguments(name, version, at, arguments.get());
      }
    }
  }

  /** What patches make of components that the documents at hand do not configure otherwise. */
  static void patchedAlone(
      Set<String> configured, Tree.Mapping at, String version, ComponentSink into)
      throws InvalidDocumentException {
    KubeadmPatches patches = into.patches();
    for (String name : CONTROL_PLANE) {
      if (!configured.contains(name) && patches.change(name)) {
        patched(name, version, at, List.of(), into);
      }
    }
    if (!configured.contains(KUBELET) && patches.changeKubelet()) {
      ComponentConfiguration.of("KubeletConfiguration")
          .orElseThrow()
          .patched(SynthesizedTree.empty(at), version, into);
    }
  }

  /** An InitConfiguration or JoinConfiguration, alone or within another document. */
  static void node(Tree.Mapping configuration, String kind, String version, ComponentSink into)
      throws InvalidDocumentException {
    into.notRead(COMPONENTS, "", FIELDS.block(kind), configuration);
    Tree patches = Format.at(configuration, "patches").get("directory").orElse(null);
    if (patches != null && into.patches().isEmpty()) {
      into.notRead(COMPONENTS, "patches.directory", patches);
    }
    Tree.Mapping registration = Format.at(configuration, "nodeRegistration");
    into.notRead(KUBELET, "nodeRegistration", FIELDS.block("nodeRegistration"), registration);
    if (registration.get("kubeletExtraArgs").isPresent()) {
      into.arguments(
          KUBELET,
          version,
          registration,
          ExtraArguments.of(registration, "kubeletExtraArgs", Decoding.STRICT, into));
    }
  }
}
