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
          + " user data with any of these, Cluster API's kubeadm, Talos and k0s objects,"
          + " config.yaml of RKE2 and k3s, k3d, kops Clusters and InstanceGroups, Talos machine"
          + " configurations, patches and talconfig.yaml, k0s and k0sctl, kind Clusters, Kamaji's"
          + " TenantControlPlane, MicroK8s' launch configurations and argument files, eksctl's"
          + " ClusterConfig, nodeadm's NodeConfig, OpenShift's KubeletConfig and MachineConfig,"
          + " Kubespray's variables and Gardener's Shoot";

  private RepositoryFile() {}

  /** Whether a document is of a known format. */
  static boolean isKnown(Tree.Mapping document) {
    return format(document).isPresent();
  }

  /** Whether a list of patches is of a known kind. */
  static boolean isKnown(Tree.Sequence list) {
    return TalosPatches.isJsonPatch(list) || Unsupported.isJsonPatch(list);
  }

  /** Whether a text is read as a whole and not by its documents. */
  static boolean isWithoutDocuments(String name, String text) {
    return ArgumentFile.componentOf(name, text).isPresent() || Unsupported.isUserDataInParts(text);
  }

  private static Optional<Format> format(Tree.Mapping document) {
    return FORMATS.stream().filter(candidate -> candidate.recognizes(document)).findFirst();
  }

  /** Reads a file, or several as one. Documents of other kinds add nothing. */
  static FileOutcome read(SourceFile file) {
    ComponentSink sink = new ComponentSink(file);
    boolean known = false;
    if (KubeadmPatchFiles.isPatch(Path.of(file.name()))) {
      return sink.patchAlone(Path.of(file.name()));
    }
    String text = file.parts().get(0).text();
    if (isWithoutDocuments(file.name(), text)) {
      ArgumentFile.componentOf(file.name(), text)
          .ifPresentOrElse(
              started -> ArgumentFile.read(started, sink), () -> Unsupported.reportUserData(sink));
      return sink.outcome(true);
    }
    for (Tree.Mapping document : file.documents()) {
      if (isKnown(document) && !KubeadmPatchFiles.isIn(file, document)) {
        known = true;
        read(document, sink);
      }
    }
    for (Tree.Sequence list : file.lists()) {
      if (isKnown(list) && !KubeadmPatchFiles.isIn(file, list)) {
        known = true;
        readList(list, sink);
      }
    }
    return sink.outcome(known);
  }

  private static void readList(Tree.Sequence list, ComponentSink into) {
    if (TalosPatches.isJsonPatch(list)) {
      try {
        TalosPatches.readJsonPatch(list, into);
      } catch (InvalidDocumentException e) {
        into.refused(Component.NAMES, e);
      }
    } else {
      Unsupported.reportJsonPatch(list, into);
    }
  }

  /** Reads one document, at the top of a file or within another. */
  static void read(Tree.Mapping document, ComponentSink into) {
    Optional<Format> format = format(document);
    if (format.isPresent()) {
      NodeFiles around = into.nodeFiles();
      try {
        format.get().read(document, into);
      } catch (InvalidDocumentException e) {
        into.refused(Component.NAMES, e);
      }
      into.nodeFiles(around);
    }
  }
}
