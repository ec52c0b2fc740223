package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of a repository as evidence. */
public final class RepositoryFile {

  /** The formats, in the order that they are tried; a document is of the first that matches. */
  private static final List<Format> FORMATS =
      Stream.of(
              Stream.of(new Encrypted(), new StaticPodManifest(), new Workload(), new Kubeadm()),
              ComponentConfiguration.ALL.stream(),
              ApiServerFile.ALL.stream(),
              Stream.of(
                  new ApiServerFile.Authenticators(),
                  new ApiServerFile.Authorizers(),
                  new ApiServerFile.PodSecurity(),
                  new ConfigMap(),
                  new KubeletConfigz(),
                  new Kamaji(),
                  new ClusterApi(),
                  new ClusterClass(),
                  new TopologyCluster(),
                  new Kops(),
                  new KopsInstanceGroup(),
                  new Kind(),
                  new Talos(),
                  new RancherCluster(),
                  new Rke2ClusterApi(),
                  new Rke1(),
                  new TalosDocument(),
                  new TalosClusterApi(),
                  new Talhelper(),
                  new K0s(),
                  new K0sInstallers(),
                  new K3d(),
                  new MicroK8s(),
                  new Eksctl(),
                  new Nodeadm(),
                  new OpenShiftMachines(),
                  new Gardener(),
                  new CloudInit(),
                  new Rancher(),
                  new Kubespray(),
                  new Unsupported()))
          .<Format>flatMap(formats -> formats)
          .toList();

  /** What those are called, for people. */
  public static final String KNOWN =
      "static-pod manifests and workloads of components, kubeadm's, kubelets', kube-proxy's and the"
          + " scheduler's configuration, files that the API server's arguments name, ConfigMaps and"
          + " user data with any of these, Cluster API's kubeadm, Talos and k0s objects"
          + " and ClusterClasses,"
          + " config.yaml of RKE2 and k3s, k3d, kops Clusters and InstanceGroups, Talos machine"
          + " configurations, patches and talconfig.yaml, k0s and k0sctl, kind Clusters, Kamaji's"
          + " TenantControlPlane, MicroK8s' launch configurations and argument files, eksctl's"
          + " ClusterConfig, nodeadm's NodeConfig, OpenShift's KubeletConfig and MachineConfig,"
          + " Kubespray's variables and Gardener's Shoot";

  private RepositoryFile() {}

  /** Whether a document is of a known format, or a list of patches of a known kind. */
  static boolean isKnown(Tree document) {
    if (document instanceof Tree.Sequence list) {
      return TalosPatches.isJsonPatch(list) || Unsupported.isJsonPatch(list);
    }
    return document instanceof Tree.Mapping mapping && format(mapping).isPresent();
  }

  /** Whether a text is read as a whole and not by its documents. */
  static boolean isWithoutDocuments(String name, String text) {
    return ArgumentFile.componentOf(name, text).isPresent() || UserDataParts.isOne(text);
  }

  private static Optional<Format> format(Tree.Mapping document) {
    return FORMATS.stream().filter(candidate -> candidate.recognizes(document)).findFirst();
  }

  /** Reads a file, or several as one. */
  static FileOutcome read(SourceFile file) {
    ComponentSink sink = new ComponentSink(file);
    boolean known = false;
    if (KubeadmPatchFiles.isPatch(file)) {
      return sink.patchAlone(Path.of(file.name()));
    }
    String text = file.parts().get(0).text();
    Optional<String> started = ArgumentFile.componentOf(file.name(), text);
    if (started.isPresent()) {
      ArgumentFile.read(started.get(), sink);
      return sink.outcome(true);
    }
    if (UserDataParts.isOne(text)) {
      UserDataParts.read(sink);
      return sink.outcome(false);
    }
    for (Tree document : file.documents()) {
      if (!file.isPatch(document) && !ClusterClass.reads(document, file)) {
        known |= isKnown(document);
        read(document, sink);
      }
    }
    return sink.outcome(known);
  }

  /**
   * Reads one document, at the top of a file or within another. One of another kind adds nothing,
   * unless it configures a component.
   */
  static void read(Tree document, ComponentSink into) {
    NodeFiles files = into.nodeFiles();
    KubeadmPatches patches = into.patches();
    try {
      if (!isKnown(document)) {
        UnknownKind.report(document, into);
      } else if (document instanceof Tree.Mapping mapping) {
        format(mapping).orElseThrow().read(mapping, into);
      } else {
        readList((Tree.Sequence) document, into);
      }
    } catch (InvalidDocumentException e) {
      into.refused(Component.NAMES, e);
    }
    into.nodeFiles(files);
    into.patches(patches);
  }

  private static void readList(Tree.Sequence list, ComponentSink into)
      throws InvalidDocumentException {
    if (TalosPatches.isJsonPatch(list)) {
      TalosPatches.readJsonPatch(list, into);
    } else {
      Unsupported.reportJsonPatch(list, into);
    }
  }
}
